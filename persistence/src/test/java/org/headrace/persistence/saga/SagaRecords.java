package org.headrace.persistence.saga;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Marks;
import org.headrace.saga.spi.SagaRecord.Origin;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.jspecify.annotations.Nullable;

/** Sagas for the tests, each with an id and a correlation id of its own. */
final class SagaRecords {

    static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");

    private SagaRecords() {}

    static SagaRecord plain() {
        return started(UUID.randomUUID().toString(), TIME, null);
    }

    static SagaRecord startedAt(String correlationId, Instant startedAt) {
        return started(correlationId, startedAt, null);
    }

    static SagaRecord withBusinessKey(String businessKey) {
        return started(UUID.randomUUID().toString(), TIME, businessKey);
    }

    static SagaRecord inState(SagaRecord saga, SagaState state) {
        Progress before = saga.progress();
        return saga.withProgress(
                new Progress(state, before.currentStep(), before.totalSteps(), before.completedSteps()));
    }

    static SagaRecord withData(SagaRecord saga, String json) {
        return saga.withData(JsonText.of(json));
    }

    private static SagaRecord started(String correlationId, Instant startedAt, @Nullable String businessKey) {
        return new SagaRecord(
                new Saga(UUID.randomUUID().toString(), correlationId, "order"),
                new Origin(1, "hash", businessKey, "fingerprint"),
                new Progress(SagaState.NOT_STARTED, 0, 3, List.of()),
                JsonText.of("{}"),
                new Times(startedAt, startedAt, null),
                Marks.NONE,
                null,
                Pending.NOTHING);
    }
}
