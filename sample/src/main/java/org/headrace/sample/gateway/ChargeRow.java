package org.headrace.sample.gateway;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** A row of {@code gateway_charges}. */
@Entity
@Table(name = "gateway_charges")
public class ChargeRow {

    @Id
    @Column(name = "idempotency_key")
    private String idempotencyKey = "";

    @Column(name = "charge_id")
    private String chargeId = "";

    @Column(name = "order_id")
    private String orderId = "";

    private BigDecimal amount = BigDecimal.ZERO;

    @Column(name = "card_token")
    private String cardToken = "";

    @Enumerated(EnumType.STRING)
    private Charge.Status status = Charge.Status.CHARGED;

    Charge read() {
        return new Charge(idempotencyKey, chargeId, new Charge.Order(orderId, amount, cardToken), status);
    }
}
