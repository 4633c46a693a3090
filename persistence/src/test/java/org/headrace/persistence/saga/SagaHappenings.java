package org.headrace.persistence.saga;

import static org.headrace.persistence.saga.SagaRecords.TIME;

import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;

/** Happenings for the tests. */
final class SagaHappenings {

    private SagaHappenings() {}

    static SagaHappening of(SagaRecord saga, SagaHappening.Type type) {
        return new SagaHappening(0, saga.saga(), type, TIME, SagaState.RUNNING, null, null, null, null, "");
    }

    static SagaHappening ofStep(SagaRecord saga, SagaHappening.Type type, String step, Direction direction) {
        return new SagaHappening(
                0,
                saga.saga(),
                type,
                TIME,
                SagaState.RUNNING,
                new SagaHappening.Try(step, direction, 0, null),
                null,
                null,
                null,
                "");
    }
}
