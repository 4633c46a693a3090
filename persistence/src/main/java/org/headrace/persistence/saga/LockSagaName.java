package org.headrace.persistence.saga;

import org.hibernate.StatelessSession;

/** Locks what has no row yet, until the transaction ends: a saga's id, or its name and business key. */
final class LockSagaName {

    /** Hashed on the server; two texts of one hash merely wait for each other. */
    private static final String LOCK_ID = "SELECT CAST(pg_advisory_xact_lock(hashtextextended(:id, :seed)) AS text)";

    /** U+001F is in no name of a saga, so that no two pairs are one text. */
    private static final String LOCK_BUSINESS_KEY =
            "SELECT CAST(pg_advisory_xact_lock(hashtextextended(:name || chr(31) || :key, :seed)) AS text)";

    // Two arbitrary numbers: ids and keys are locked apart from each other, and from what applications lock.
    private static final long ID_SEED = 0x68725f7361676131L;
    private static final long BUSINESS_KEY_SEED = 0x68725f7361676132L;

    private LockSagaName() {}

    static void id(StatelessSession session, String sagaId) {
        session.createNativeQuery(LOCK_ID, String.class)
                .setParameter("id", sagaId)
                .setParameter("seed", ID_SEED)
                .getSingleResult();
    }

    static void businessKey(StatelessSession session, String sagaName, String businessKey) {
        session.createNativeQuery(LOCK_BUSINESS_KEY, String.class)
                .setParameter("name", sagaName)
                .setParameter("key", businessKey)
                .setParameter("seed", BUSINESS_KEY_SEED)
                .getSingleResult();
    }
}
