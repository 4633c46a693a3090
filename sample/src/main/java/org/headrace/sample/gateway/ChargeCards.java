package org.headrace.sample.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.UUID;
import org.headrace.sample.gateway.Charge.Order;

/** Charges each key once and refunds it once, however often and by how many at a time it is asked. */
@ApplicationScoped
@Transactional
public class ChargeCards {

    /** A card whose token ends so has no money on it. */
    static final String DECLINED = "0002";

    @Inject
    ChargeRepository charges;

    /** What became of a charge; empty: nothing was charged, for that reason. */
    public record Answer(Status status, Optional<Charge> charge, String refusal) {}

    /** 201; 200 when the key was charged for the same before; 402 declined; 409 the key is used up. */
    public Answer charge(String key, Order order) {
        if (order.cardToken().endsWith(DECLINED)) {
            return new Answer(Status.PAYMENT_REQUIRED, Optional.empty(), "Card declined: insufficient funds");
        }
        var charge = new Charge(key, newId(), order, Charge.Status.CHARGED);
        if (charges.add(charge)) {
            return new Answer(Status.CREATED, Optional.of(charge), "");
        }
        Charge there = charges.find(key).orElseThrow();
        if (there.status() != Charge.Status.CHARGED) {
            return new Answer(Status.CONFLICT, Optional.empty(), "The key " + key + " was refunded and is used up");
        }
        if (!there.order().isSameAs(order)) {
            return new Answer(Status.CONFLICT, Optional.empty(), "The key " + key + " was used for another charge");
        }
        return new Answer(Status.OK, Optional.of(there), "");
    }

    public Optional<Charge> find(String key) {
        return charges.find(key);
    }

    /** A key that is not known yet is voided, so that a charge that is still on its way comes too late. */
    public Charge refund(String key) {
        charges.add(new Charge(key, newId(), Order.NONE, Charge.Status.VOIDED));
        charges.refund(key);
        return charges.find(key).orElseThrow();
    }

    private static String newId() {
        return "ch-" + UUID.randomUUID();
    }
}
