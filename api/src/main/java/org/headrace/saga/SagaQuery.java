package org.headrace.saga;

import java.time.Instant;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Which sagas; null takes any.
 *
 * @param started when they were started
 * @param limit 1 to 1,000
 * @param cursor {@link SagaPage#next()} of the page before; null: from the newest on
 */
public record SagaQuery(
        @Nullable SagaState state,
        @Nullable String correlationId,
        @Nullable String name,
        Started started,
        int limit,
        @Nullable String cursor) {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;

    public static final SagaQuery ALL = new SagaQuery(null, null, null, Started.EVER, DEFAULT_LIMIT, null);

    /**
     * A stretch of time.
     *
     * @param from inclusive; null: from ever on
     * @param before exclusive; null: up to now
     */
    public record Started(@Nullable Instant from, @Nullable Instant before) {

        public static final Started EVER = new Started(null, null);

        /** @throws InvalidInputException when it ends before it begins */
        public Started {
            if (from != null && before != null && before.isBefore(from)) {
                throw new InvalidInputException("startedBefore", "must not be before startedFrom");
            }
        }

        public boolean holds(Instant time) {
            return (from == null || !time.isBefore(from)) && (before == null || time.isBefore(before));
        }
    }

    /** Clamps the limit. */
    public SagaQuery {
        limit = Math.max(1, Math.min(MAX_LIMIT, limit));
    }

    public SagaQuery inState(SagaState wanted) {
        return new SagaQuery(wanted, correlationId, name, started, limit, cursor);
    }

    public SagaQuery correlatedBy(String wanted) {
        return new SagaQuery(state, wanted, name, started, limit, cursor);
    }

    public SagaQuery named(String wanted) {
        return new SagaQuery(state, correlationId, wanted, started, limit, cursor);
    }

    public SagaQuery startedWithin(Started wanted) {
        return new SagaQuery(state, correlationId, name, wanted, limit, cursor);
    }
}
