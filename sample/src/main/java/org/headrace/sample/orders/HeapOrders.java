package org.headrace.sample.orders;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;

/** In the heap, with the stock that the changelog puts into the database. */
public final class HeapOrders implements OrderRepository {

    private record ReservationKey(String sagaId, String productId) {}

    private final TransactionalMap<String, StockItem> stock;
    private final TransactionalMap<ReservationKey, Reservation> reservations;
    private final TransactionalMap<String, Payment> payments;
    private final TransactionalMap<String, Shipment> shipments;

    public HeapOrders(HeapTransactions transactions) {
        this.stock = transactions.newMap();
        this.reservations = transactions.newMap();
        this.payments = transactions.newMap();
        this.shipments = transactions.newMap();
        List.of(
                        new StockItem("PROD-123", "Widget", 1_000_000),
                        new StockItem("PROD-456", "Gadget", 1_000),
                        new StockItem("PROD-789", "Rare Widget", 1))
                .forEach(item -> stock.put(item.productId(), item));
    }

    @Override
    public Optional<StockItem> stock(String productId) {
        return stock.get(productId);
    }

    @Override
    public boolean takeFromStock(String productId, int quantity) {
        Optional<StockItem> item = stock.getForUpdate(productId).filter(i -> i.inStock() >= quantity);
        item.ifPresent(i -> add(i, -quantity));
        return item.isPresent();
    }

    @Override
    public void putBackIntoStock(String productId, int quantity) {
        add(stock.getForUpdate(productId).orElseThrow(), quantity);
    }

    private void add(StockItem item, long more) {
        stock.put(item.productId(), new StockItem(item.productId(), item.productName(), item.inStock() + more));
    }

    @Override
    public void addReservation(Reservation reservation) {
        reservations.put(new ReservationKey(reservation.sagaId(), reservation.productId()), reservation);
    }

    @Override
    public List<Reservation> reservationsOf(String sagaId) {
        return reservations(r -> r.sagaId().equals(sagaId));
    }

    @Override
    public void closeReservations(String sagaId) {
        reservationsOf(sagaId)
                .forEach(r ->
                        addReservation(new Reservation(r.sagaId(), r.orderId(), r.productId(), r.quantity(), false)));
    }

    private List<Reservation> reservations(Predicate<Reservation> wanted) {
        return reservations.snapshot().values().stream().filter(wanted).toList();
    }

    @Override
    public void savePayment(Payment payment) {
        payments.put(payment.sagaId(), payment);
    }

    @Override
    public void voidPayment(String sagaId) {
        Payment p = payments.get(sagaId).orElseThrow();
        payments.put(sagaId, new Payment(sagaId, p.orderId(), p.amount(), Payment.Status.VOIDED));
    }

    @Override
    public void saveShipment(Shipment shipment) {
        shipments.put(shipment.sagaId(), shipment);
    }

    @Override
    public void cancelShipment(String sagaId) {
        Shipment s = shipments.get(sagaId).orElseThrow();
        shipments.put(
                sagaId, new Shipment(sagaId, s.orderId(), s.address(), s.trackingNumber(), Shipment.Status.CANCELLED));
    }

    @Override
    public OrderRecords ofOrder(String orderId) {
        return new OrderRecords(
                reservations(r -> r.orderId().equals(orderId)),
                payments.snapshot().values().stream()
                        .filter(p -> p.orderId().equals(orderId))
                        .toList(),
                shipments.snapshot().values().stream()
                        .filter(s -> s.orderId().equals(orderId))
                        .toList());
    }
}
