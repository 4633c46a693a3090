package org.headrace.persistence.saga;

import java.sql.SQLException;
import java.util.Set;
import org.headrace.input.InvalidInputException;

/** Tells that data is JSON which the database cannot keep. */
final class RefusedJson {

    /** What jsonb cannot hold though it is JSON: a number out of range, a character or an escape. */
    private static final Set<String> NO_JSONB = Set.of("22003", "22P05", "22P02");

    private RefusedJson() {}

    static boolean isMeantBy(SQLException e) {
        return e.getSQLState() != null && NO_JSONB.contains(e.getSQLState());
    }

    static InvalidInputException asFailure(SQLException refusal, Exception cause) {
        var invalid = new InvalidInputException("data", "cannot be kept as jsonb: " + refusal.getMessage());
        invalid.initCause(cause);
        return invalid;
    }

    /** What to throw instead of a failed statement's exception, or that. */
    static RuntimeException or(IllegalStateException e) {
        return e.getCause() instanceof SQLException refusal && isMeantBy(refusal) ? asFailure(refusal, e) : e;
    }
}
