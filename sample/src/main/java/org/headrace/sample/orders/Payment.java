package org.headrace.sample.orders;

import java.math.BigDecimal;

/** A payment of an order by a saga. */
public record Payment(String sagaId, String orderId, BigDecimal amount, Status status) {

    /** Lower case is what is shown. */
    public enum Status {
        AUTHORIZED,
        VOIDED
    }
}
