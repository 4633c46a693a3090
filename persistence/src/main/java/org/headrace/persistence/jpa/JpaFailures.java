package org.headrace.persistence.jpa;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.EventLogUnavailableException;
import org.jspecify.annotations.Nullable;

/** Turns what JPA throws into what Headrace throws. */
public final class JpaFailures {

    private JpaFailures() {}

    /** The exception to throw: one that says to try again later where that may help. */
    public static RuntimeException of(String doing, PersistenceException e) {
        String text = doing + ": " + sqlFailure(e).map(Throwable::getMessage).orElseGet(e::getMessage);
        return InfrastructureFailures.isInfrastructure(e)
                ? new EventLogUnavailableException(text, e)
                : new IllegalStateException(text, e);
    }

    /** What the driver threw. */
    public static Optional<SQLException> sqlFailure(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
