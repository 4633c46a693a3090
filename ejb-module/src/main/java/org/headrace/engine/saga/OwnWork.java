package org.headrace.engine.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.headrace.engine.transaction.FailureText;
import org.headrace.engine.transaction.Outcome;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.OutcomeUnknownException;

/** Runs what a caller asked for in a transaction of its own, and tells the caller what became of it by what is thrown. */
final class OwnWork {

    private OwnWork() {}

    /**
     * What the work throws is thrown.
     *
     * @throws EventLogUnavailableException when the database does not answer
     * @throws OutcomeUnknownException when it was lost during the commit
     */
    static <T> T run(OwnTransactions transactions, Callable<T> work) {
        List<T> result = new ArrayList<>();
        requireCommitted(transactions.run(() -> result.add(work.call())));
        return result.get(0);
    }

    /** {@link #run} of what was run: what it threw is thrown. */
    static void requireCommitted(Outcome outcome) {
        if (outcome instanceof Outcome.WorkFailed failed) {
            if (failed.cause() instanceof RuntimeException e) {
                throw e;
            }
            throw new IllegalStateException(
                    "Nothing was changed: " + FailureText.describe(failed.cause()), failed.cause());
        }
        if (outcome instanceof Outcome.InfrastructureFailed failed) {
            throw unavailable(failed);
        }
    }

    private static EventLogUnavailableException unavailable(Outcome.InfrastructureFailed failed) {
        String error = FailureText.describe(failed.cause());
        return failed.atCommit()
                ? new OutcomeUnknownException(
                        "The database was lost during the commit, so it is not known whether it was done: look, or start"
                                + " the saga again under the same business key: " + error,
                        failed.cause())
                : new EventLogUnavailableException(
                        "Nothing was changed, the database does not answer: " + error, failed.cause());
    }
}
