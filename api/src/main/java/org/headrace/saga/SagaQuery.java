package org.headrace.saga;

import org.jspecify.annotations.Nullable;

/**
 * Which sagas; null takes any.
 *
 * @param limit 1 to 1,000
 * @param cursor {@link SagaPage#next()} of the page before; null: from the newest on
 */
public record SagaQuery(
        @Nullable SagaState state,
        @Nullable String correlationId,
        @Nullable String name,
        int limit,
        @Nullable String cursor) {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;

    public static final SagaQuery ALL = new SagaQuery(null, null, null, DEFAULT_LIMIT, null);

    /** Clamps the limit. */
    public SagaQuery {
        limit = Math.max(1, Math.min(MAX_LIMIT, limit));
    }

    public SagaQuery inState(SagaState wanted) {
        return new SagaQuery(wanted, correlationId, name, limit, cursor);
    }

    public SagaQuery correlatedBy(String wanted) {
        return new SagaQuery(state, wanted, name, limit, cursor);
    }
}
