package org.headrace.engine.transaction;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.spi.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a JTA transaction of its own and tells how it ended, blaming the right one: a failing handler counts as
 * an attempt, a failing database does not.
 */
public final class OwnTransactions {

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
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                throw new IllegalStateException("Call this outside of a transaction: it makes one of its own");
            }
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            return new Outcome.InfrastructureFailed(e);
        }
        Throwable failure = attempt(work);
        if (failure == null) {
            return commit();
        }
        rollBack(failure);
        return InfrastructureFailures.isInfrastructure(failure)
                ? new Outcome.InfrastructureFailed(failure)
                : new Outcome.WorkFailed(failure);
    }

    /** Any throwable of the work, errors included: a handler that overflows its stack is a failing handler. */
    private @Nullable Throwable attempt(Work work) {
        try {
            work.run();
            if (transaction.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
                return new IllegalStateException("The transaction was marked for rollback without an exception");
            }
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
            return databaseToBlame ? new Outcome.InfrastructureFailed(e) : new Outcome.WorkFailed(e);
        } catch (SystemException e) {
            return new Outcome.InfrastructureFailed(e);
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
