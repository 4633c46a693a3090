package org.headrace.sample.gateway;

import java.math.BigDecimal;

/**
 * What became of a key.
 *
 * @param key the caller's idempotency key
 * @param id the gateway's own
 * @param order what was paid for
 */
public record Charge(String key, String id, Order order, Status status) {

    /** What becomes of a key; lower case is what is shown. */
    public enum Status {
        CHARGED,
        REFUNDED,
        /** Refunded before any charge came: none is made under this key any more. */
        VOIDED
    }

    /** What a caller wants to be paid for; of a voided key it is {@link #NONE}. */
    public record Order(String orderId, BigDecimal amount, String cardToken) {

        static final Order NONE = new Order("", BigDecimal.ZERO, "");

        /** However many zeros stand at the end of the amount. */
        boolean isSameAs(Order other) {
            return orderId.equals(other.orderId)
                    && amount.compareTo(other.amount) == 0
                    && cardToken.equals(other.cardToken);
        }
    }

    Charge as(Status newStatus) {
        return new Charge(key, id, order, newStatus);
    }
}
