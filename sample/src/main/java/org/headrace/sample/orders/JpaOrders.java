package org.headrace.sample.orders;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityNotFoundException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In PostgreSQL. */
public final class JpaOrders implements OrderRepository {

    /** Its columns, not its row, which an entity manager would give as it was when this transaction read it first. */
    private static final String STOCK = "select new org.headrace.sample.orders.StockItem("
            + "i.productId, i.productName, i.inStock) from StockItemRow i where i.productId = :productId";

    private static final String TAKE = "update StockItemRow i set i.inStock = i.inStock - :quantity"
            + " where i.productId = :productId and i.inStock >= :quantity";

    private static final String PUT_BACK =
            "update StockItemRow i set i.inStock = i.inStock + :quantity where i.productId = :productId";

    private final EntityManager entities;

    public JpaOrders(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public Optional<StockItem> stock(String productId) {
        return entities.createQuery(STOCK, StockItem.class)
                .setParameter("productId", productId)
                .getResultStream()
                .findFirst();
    }

    /** One conditional update: it waits for who changes the row, and looks at the stock again. */
    @Override
    public boolean takeFromStock(String productId, int quantity) {
        return update(TAKE, productId, quantity) == 1;
    }

    @Override
    public void putBackIntoStock(String productId, int quantity) {
        if (update(PUT_BACK, productId, quantity) != 1) {
            throw new EntityNotFoundException("Product " + productId + " is gone: its stock cannot be put back");
        }
    }

    private int update(String query, String productId, int quantity) {
        return entities.createQuery(query)
                .setParameter("productId", productId)
                .setParameter("quantity", (long) quantity)
                .executeUpdate();
    }

    @Override
    public void addReservation(Reservation reservation) {
        entities.persist(ReservationRow.of(reservation));
    }

    @Override
    public List<Reservation> reservationsOf(String sagaId) {
        return reservationRows(sagaId).stream().map(ReservationRow::read).toList();
    }

    @Override
    public void closeReservations(String sagaId) {
        reservationRows(sagaId).forEach(ReservationRow::close);
    }

    private List<ReservationRow> reservationRows(String sagaId) {
        return entities.createQuery("select r from ReservationRow r where r.sagaId = :sagaId", ReservationRow.class)
                .setParameter("sagaId", sagaId)
                .getResultList();
    }

    @Override
    public void savePayment(Payment payment) {
        entities.persist(PaymentRow.of(payment));
    }

    @Override
    public void voidPayment(String sagaId) {
        found(entities.find(PaymentRow.class, sagaId), "payment", sagaId).cancel();
    }

    @Override
    public void saveShipment(Shipment shipment) {
        entities.persist(ShipmentRow.of(shipment));
    }

    @Override
    public void cancelShipment(String sagaId) {
        found(entities.find(ShipmentRow.class, sagaId), "shipment", sagaId).cancel();
    }

    @Override
    public OrderRecords ofOrder(String orderId) {
        return new OrderRecords(
                byOrder(ReservationRow.class, orderId).stream()
                        .map(ReservationRow::read)
                        .toList(),
                byOrder(PaymentRow.class, orderId).stream()
                        .map(PaymentRow::read)
                        .toList(),
                byOrder(ShipmentRow.class, orderId).stream()
                        .map(ShipmentRow::read)
                        .toList());
    }

    private <R> List<R> byOrder(Class<R> row, String orderId) {
        return entities.createQuery("select r from " + row.getSimpleName() + " r where r.orderId = :orderId", row)
                .setParameter("orderId", orderId)
                .getResultList();
    }

    private static <R> R found(@Nullable R row, String what, String sagaId) {
        if (row == null) {
            throw new EntityNotFoundException("The " + what + " of saga " + sagaId + " is gone: it cannot be undone");
        }
        return row;
    }
}
