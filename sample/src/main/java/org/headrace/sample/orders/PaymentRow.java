package org.headrace.sample.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** A row of {@code payments}. */
@Entity
@Table(name = "payments")
public class PaymentRow {

    @Id
    @Column(name = "saga_id")
    private String sagaId = "";

    @Column(name = "order_id")
    private String orderId = "";

    private BigDecimal amount = BigDecimal.ZERO;

    @Enumerated(EnumType.STRING)
    private Payment.Status status = Payment.Status.AUTHORIZED;

    static PaymentRow of(Payment payment) {
        var row = new PaymentRow();
        row.sagaId = payment.sagaId();
        row.orderId = payment.orderId();
        row.amount = payment.amount();
        row.status = payment.status();
        return row;
    }

    Payment read() {
        return new Payment(sagaId, orderId, amount, status);
    }

    void cancel() {
        status = Payment.Status.VOIDED;
    }
}
