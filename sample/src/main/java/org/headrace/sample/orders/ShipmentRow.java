package org.headrace.sample.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code shipments}. */
@Entity
@Table(name = "shipments")
public class ShipmentRow {

    @Id
    @Column(name = "saga_id")
    private String sagaId = "";

    @Column(name = "order_id")
    private String orderId = "";

    private String address = "";

    @Column(name = "tracking_number")
    private String trackingNumber = "";

    @Enumerated(EnumType.STRING)
    private Shipment.Status status = Shipment.Status.CREATED;

    static ShipmentRow of(Shipment shipment) {
        var row = new ShipmentRow();
        row.sagaId = shipment.sagaId();
        row.orderId = shipment.orderId();
        row.address = shipment.address();
        row.trackingNumber = shipment.trackingNumber();
        row.status = shipment.status();
        return row;
    }

    Shipment read() {
        return new Shipment(sagaId, orderId, address, trackingNumber, status);
    }

    void cancel() {
        status = Shipment.Status.CANCELLED;
    }
}
