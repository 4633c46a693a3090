package org.headrace.engine.transaction;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.spi.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a JTA transaction of its own and tells how it ended, blaming the right one: a failing handler counts as
 * an attempt, a failing database does not.
 */
public final class OwnTransactions {

    private static final Duration SERVERS_DEFAULT = Duration.ZERO;

    private final UserTransaction transaction;
    private final Schema schema;

    public OwnTransactions(UserTransaction transaction, Schema schema) {
        this.transaction = transaction;
        this.schema = schema;
    }

    /**
     * None is active on the calling thread afterwards.
     *
     * @throws IllegalStateException when one is active before
     */
    public Outcome run(Work work) {
        return run(SERVERS_DEFAULT, work);
    }

    /**
     * As {@link #run(Work)}, rolled back when it takes longer. What is thrown then is the server's, and may look like a
     * failure of the database: who has a time limit must look at the clock.
     *
     * @param timeout at least a second, rounded up to whole ones; zero: the server's default
     */
    public Outcome run(Duration timeout, Work work) {
        try {
            setTimeout(timeout);
        } catch (SystemException e) {
            return new Outcome.InfrastructureFailed(e, false);
        }
        return begin(work);
    }

    /** Whether the database answers at this moment. May take as long as the pool waits for a connection. */
    public boolean isDatabaseReachable() {
        return schema.isReachable();
    }

    /**
     * Within work: that what was done so far may still be committed.
     *
     * @throws IllegalStateException when the transaction was marked for rollback
     */
    public void requireUnmarked() throws SystemException {
        if (transaction.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
            throw new IllegalStateException("The transaction was marked for rollback without an exception");
        }
    }

    private void setTimeout(Duration timeout) throws SystemException {
        // It stays with the thread: always set, never left from what ran before.
        transaction.setTransactionTimeout(
                (int) Math.min(Integer.MAX_VALUE, timeout.plusMillis(999).toSeconds()));
    }

    private Outcome begin(Work work) {
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                throw new IllegalStateException("Call this outside of a transaction: it makes one of its own");
            }
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            return new Outcome.InfrastructureFailed(e, false);
        }
        Throwable failure = attempt(work);
        if (failure == null) {
            return commit();
        }
        rollBack(failure);
        return InfrastructureFailures.isInfrastructure(failure)
                ? new Outcome.InfrastructureFailed(failure, false)
                : new Outcome.WorkFailed(failure);
    }

    /** Any throwable of the work, errors included: a handler that overflows its stack is a failing handler. */
    private @Nullable Throwable attempt(Work work) {
        try {
            work.run();
            requireUnmarked();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private Outcome commit() {
        try {
            transaction.commit();
            return new Outcome.Committed();
        } catch (RollbackException | HeuristicRollbackException | HeuristicMixedException | RuntimeException e) {
            // A server may hide why: what a handler left to be written at the commit, or a lost connection.
            boolean databaseToBlame = InfrastructureFailures.isInfrastructure(e) || !schema.isReachable();
            return databaseToBlame ? new Outcome.InfrastructureFailed(e, true) : new Outcome.WorkFailed(e);
        } catch (SystemException e) {
            return new Outcome.InfrastructureFailed(e, true);
        }
    }

    private void rollBack(Throwable failure) {
        try {
            transaction.rollback();
        } catch (SystemException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
