package org.headrace.persistence.jpa;

import org.hibernate.StatelessSession;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** Has a session send several writes to the database at once, instead of waiting for the answer to each. */
public final class WritesTogether {

    private static final int ONE_BY_ONE = 0;

    private WritesTogether() {}

    /**
     * Needs a transaction. When this returns, all is written.
     *
     * @param count how many writes at most are sent at once
     * @param writes inserts, or updates, of one entity class in the session
     * @throws org.hibernate.StaleStateException when a row does not have the version that its entity has; others may be
     *     written
     */
    public static void run(StatelessSession session, int count, Runnable writes) {
        JdbcCoordinator coordinator = ((SharedSessionContractImplementor) session).getJdbcCoordinator();
        session.setJdbcBatchSize(count);
        try {
            writes.run();
            coordinator.executeBatch();
        } catch (RuntimeException | Error e) {
            coordinator.abortBatch();
            throw e;
        } finally {
            session.setJdbcBatchSize(ONE_BY_ONE);
            // Only now are the statements closed: the pool has its connection back, as after any other statement.
            coordinator.afterStatementExecution();
        }
    }
}
