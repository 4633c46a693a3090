package org.headrace.persistence.saga;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import org.headrace.persistence.jpa.JpaFailures;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.spi.SagaRecord;
import org.hibernate.exception.ConstraintViolationException;

/** Tells why the database did not take a saga: where the caller can mend it, in the caller's words. */
final class RefusedSaga {

    private static final String BUSINESS_KEY = "uq_saga_states_business_key";

    private RefusedSaga() {}

    static RuntimeException asFailure(SagaRecord saga, PersistenceException e) {
        if (e instanceof ConstraintViolationException violated && BUSINESS_KEY.equals(violated.getConstraintName())) {
            SagaStateException taken = businessKeyTaken(saga);
            taken.initCause(e);
            return taken;
        }
        Optional<SQLException> refusal = JpaFailures.sqlFailure(e).filter(RefusedJson::isMeantBy);
        if (refusal.isPresent()) {
            return RefusedJson.asFailure(refusal.get(), e);
        }
        return JpaFailures.of("Saga " + saga.id() + " could not be written", e);
    }

    static SagaStateException businessKeyTaken(SagaRecord saga) {
        return new SagaStateException("Another saga " + saga.saga().name() + " has the business key "
                + saga.origin().businessKey());
    }
}
