package org.headrace.saga;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to sagas. Inject it. Safe for use by many threads. The same are events of the stream {@link #STREAM}. */
public interface SagaHistory {

    /** Its events' key is the saga's id. */
    String STREAM = "Sagas";

    int MAX_LIMIT = 1_000;

    /**
     * Some happenings.
     *
     * @param next what to read after; null: this is the last page
     */
    record Page(List<SagaHappening> happenings, @Nullable Long next) {
        public Page {
            happenings = List.copyOf(happenings);
        }
    }

    /**
     * Of one saga, in order.
     *
     * @param after the sequence of the last one known; 0: from the first
     * @param limit from 1 to {@link #MAX_LIMIT}
     * @throws SagaNotFoundException when no saga has the id
     * @throws org.headrace.stream.EventLogUnavailableException when the store does not answer
     */
    Page of(String sagaId, long after, int limit);
}
