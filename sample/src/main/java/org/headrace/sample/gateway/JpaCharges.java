package org.headrace.sample.gateway;

import jakarta.persistence.EntityManager;
import java.util.Optional;

/** In PostgreSQL. */
public final class JpaCharges implements ChargeRepository {

    private static final String ADD =
            """
            INSERT INTO gateway_charges (idempotency_key, charge_id, order_id, amount, card_token, status)
            VALUES (:key, :id, :orderId, :amount, :cardToken, :status)
            ON CONFLICT (idempotency_key) DO NOTHING
            """;

    private static final String REFUND =
            "update ChargeRow c set c.status = :refunded" + " where c.idempotencyKey = :key and c.status = :charged";

    private final EntityManager entities;

    public JpaCharges(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public Optional<Charge> find(String key) {
        return entities.createQuery("select c from ChargeRow c where c.idempotencyKey = :key", ChargeRow.class)
                .setParameter("key", key)
                .getResultStream()
                .findFirst()
                .map(this::read);
    }

    /** The persistence context forgets it: the statements here pass it by. */
    private Charge read(ChargeRow row) {
        entities.detach(row);
        return row.read();
    }

    @Override
    public boolean add(Charge charge) {
        return entities.createNativeQuery(ADD)
                        .setParameter("key", charge.key())
                        .setParameter("id", charge.id())
                        .setParameter("orderId", charge.order().orderId())
                        .setParameter("amount", charge.order().amount())
                        .setParameter("cardToken", charge.order().cardToken())
                        .setParameter("status", charge.status().name())
                        .executeUpdate()
                == 1;
    }

    @Override
    public void refund(String key) {
        entities.createQuery(REFUND)
                .setParameter("refunded", Charge.Status.REFUNDED)
                .setParameter("key", key)
                .setParameter("charged", Charge.Status.CHARGED)
                .executeUpdate();
    }
}
