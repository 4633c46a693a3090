package org.headrace.testkit;

import java.util.List;
import org.headrace.saga.SagaHappening;

/** What the runs of a testkit share. */
record SagaWorld(TestEnvironment environment, SagaBackend backend) {

    private static final int LONGEST = 10_000;

    /** All that happened to a saga, in order. */
    List<SagaHappening> happenings(String sagaId) {
        return backend.stores().log().of(sagaId, 0, LONGEST);
    }

    /** To be read behind a message. */
    String historyOf(String sagaId) {
        return HistoryText.of(happenings(sagaId));
    }
}
