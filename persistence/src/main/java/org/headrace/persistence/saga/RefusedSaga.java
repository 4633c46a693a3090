package org.headrace.persistence.saga;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.headrace.input.InvalidInputException;
import org.headrace.persistence.jpa.JpaFailures;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.spi.SagaRecord;
import org.hibernate.exception.ConstraintViolationException;

/** Tells why the database did not take a saga: where the caller can mend it, in the caller's words. */
final class RefusedSaga {

    private static final String BUSINESS_KEY = "uq_saga_states_business_key";

    /** What jsonb cannot hold though it is JSON: a number out of range, a character or an escape. */
    private static final Set<String> NO_JSONB = Set.of("22003", "22P05", "22P02");

    private RefusedSaga() {}

    static RuntimeException asFailure(SagaRecord saga, PersistenceException e) {
        if (e instanceof ConstraintViolationException violated && BUSINESS_KEY.equals(violated.getConstraintName())) {
            SagaStateException taken = businessKeyTaken(saga);
            taken.initCause(e);
            return taken;
        }
        Optional<SQLException> refusal = JpaFailures.sqlFailure(e).filter(RefusedSaga::isNoJsonb);
        if (refusal.isPresent()) {
            var invalid = new InvalidInputException(
                    "data", "cannot be kept as jsonb: " + refusal.get().getMessage());
            invalid.initCause(e);
            return invalid;
        }
        return JpaFailures.of("Saga " + saga.id() + " could not be written", e);
    }

    private static boolean isNoJsonb(SQLException e) {
        return e.getSQLState() != null && NO_JSONB.contains(e.getSQLState());
    }

    static SagaStateException businessKeyTaken(SagaRecord saga) {
        return new SagaStateException("Another saga " + saga.saga().name() + " has the business key "
                + saga.origin().businessKey());
    }
}
