package org.headrace.sample.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A row of {@code inventory_reservations}. */
@Entity
@Table(name = "inventory_reservations")
@IdClass(ReservationRow.Key.class)
public class ReservationRow {

    @Id
    @Column(name = "saga_id")
    private String sagaId = "";

    @Id
    @Column(name = "product_id")
    private String productId = "";

    @Column(name = "order_id")
    private String orderId = "";

    private int quantity;

    @Column(name = "is_open")
    private boolean isOpen;

    /** The primary key. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1;

        private String sagaId = "";
        private String productId = "";

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && that.sagaId.equals(sagaId) && that.productId.equals(productId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(sagaId, productId);
        }
    }

    static ReservationRow of(Reservation reservation) {
        var row = new ReservationRow();
        row.sagaId = reservation.sagaId();
        row.productId = reservation.productId();
        row.orderId = reservation.orderId();
        row.quantity = reservation.quantity();
        row.isOpen = reservation.isOpen();
        return row;
    }

    Reservation read() {
        return new Reservation(sagaId, orderId, productId, quantity, isOpen);
    }

    void close() {
        isOpen = false;
    }
}
