package org.headrace.sample.orders;

import java.util.List;
import java.util.Optional;

/** Keeps what the steps of an order do. Writes join the caller's transaction. */
public interface OrderRepository {

    Optional<StockItem> stock(String productId);

    /** False: there is no such product, or not enough of it; nothing was taken then. */
    boolean takeFromStock(String productId, int quantity);

    void putBackIntoStock(String productId, int quantity);

    void addReservation(Reservation reservation);

    List<Reservation> reservationsOf(String sagaId);

    void closeReservations(String sagaId);

    void savePayment(Payment payment);

    void voidPayment(String sagaId);

    void saveShipment(Shipment shipment);

    void cancelShipment(String sagaId);

    /** Everything that any saga did for the order. */
    OrderRecords ofOrder(String orderId);

    /** In no order. */
    record OrderRecords(List<Reservation> reservations, List<Payment> payments, List<Shipment> shipments) {}
}
