package org.headrace.sample.gateway;

import java.util.Optional;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;

/** In the heap. */
public final class HeapCharges implements ChargeRepository {

    private final TransactionalMap<String, Charge> charges;

    public HeapCharges(HeapTransactions transactions) {
        this.charges = transactions.newMap();
    }

    @Override
    public Optional<Charge> find(String key) {
        return charges.get(key);
    }

    @Override
    public boolean add(Charge charge) {
        return charges.update(charge.key(), there -> there.or(() -> Optional.of(charge)))
                .isEmpty();
    }

    @Override
    public void refund(String key) {
        charges.update(
                key, there -> there.map(c -> c.status() == Charge.Status.CHARGED ? c.as(Charge.Status.REFUNDED) : c));
    }
}
