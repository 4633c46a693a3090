package org.headrace.sample.gateway;

import java.util.Optional;

/** Keeps charges. Writes join the caller's transaction. */
public interface ChargeRepository {

    Optional<Charge> find(String key);

    /** Waits for a transaction that adds the same key. False: the key is there, and nothing was changed. */
    boolean add(Charge charge);

    /** From {@link Charge.Status#CHARGED} only; another stays as it is. */
    void refund(String key);
}
