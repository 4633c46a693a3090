package org.headrace.persistence;

import java.sql.SQLException;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.EventLogUnavailableException;

/** Turns what JDBC throws into what Headrace throws. */
public final class SqlFailures {

    private static final String DEADLOCK = "40P01";

    private SqlFailures() {}

    /** The exception to throw: one that says to try again later where that may help. */
    public static RuntimeException of(String doing, SQLException e) {
        String text = doing + ": " + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")"
                + (DEADLOCK.equals(e.getSQLState()) ? ". Nothing was written: run the whole transaction again" : "");
        return InfrastructureFailures.isInfrastructure(e)
                ? new EventLogUnavailableException(text, e)
                : new IllegalStateException(text, e);
    }
}
