package org.headrace.spi;

import jakarta.resource.ResourceException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.headrace.stream.EventLogUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures of what lies beneath us (no connection, a restarting database, a deadlock) from failures of what our
 * users wrote. The first kind passes: it is retried without end and never counts as an attempt.
 *
 * <p>SQLSTATE classes: PostgreSQL 17 manual, Appendix A.
 */
public final class InfrastructureFailures {

    private InfrastructureFailures() {}

    /** Looks through causes, suppressed exceptions and chained SQL exceptions. */
    public static boolean isInfrastructure(Throwable failure) {
        return search(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean search(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return false;
        }
        if (failure instanceof EventLogUnavailableException
                || failure instanceof ResourceException
                || failure instanceof SystemException
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException) {
            return true;
        }
        if (failure instanceof SQLException sql) {
            if (isInfrastructureState(sql.getSQLState()) || search(sql.getNextException(), seen)) {
                return true;
            }
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (search(suppressed, seen)) {
                return true;
            }
        }
        return search(failure.getCause(), seen);
    }

    private static boolean isInfrastructureState(@Nullable String state) {
        return state != null
                && (state.startsWith("08") // connection
                        || state.startsWith("57P") // operator intervention: shutdown, crash, starting up
                        || state.startsWith("53") // out of connections, memory, disk
                        || state.startsWith("25P03") // idle in transaction for longer than the lease
                        || state.equals("25006") // read-only: a standby after a failover
                        || state.equals("55P03") // no lock in time
                        || state.equals("40001") // serialization
                        || state.equals("40P01")); // deadlock
    }
}
