package org.headrace.sample.orders;

/** A shipment of an order by a saga. */
public record Shipment(String sagaId, String orderId, String address, String trackingNumber, Status status) {

    /** Lower case is what is shown. */
    public enum Status {
        CREATED,
        CANCELLED
    }
}
