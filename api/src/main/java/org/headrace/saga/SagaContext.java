package org.headrace.saga;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a step is given. Used by the thread that runs the step only.
 *
 * @param saga which one
 * @param state {@link SagaState#RUNNING} or {@link SagaState#COMPENSATING}
 * @param step the step's name
 * @param data may be changed; the changes are kept when the step has succeeded, and forgotten when it has failed
 * @param attempt how many tries of it have failed before, from 0
 */
public record SagaContext(Saga saga, SagaState state, String step, SagaData data, int attempt) {

    /** Whether the step is executed or undone. */
    public Direction direction() {
        return state == SagaState.COMPENSATING ? Direction.COMPENSATE : Direction.EXECUTE;
    }

    /**
     * {@code saga:step:direction}, the same at every try: give it to the other system, so that it knows a call that is
     * made again.
     */
    public String idempotencyKey() {
        return idempotencyKey(saga.id(), step, direction());
    }

    /** The key of a saga's step in a direction. */
    public static String idempotencyKey(String sagaId, String step, Direction direction) {
        return sagaId + ":" + step + ":" + direction.label();
    }

    /** {@link SagaData#get}. */
    public <T> T get(String key, Class<T> type) {
        return data.get(key, type);
    }

    /** {@link SagaData#find}. */
    public <T> Optional<T> find(String key, Class<T> type) {
        return data.find(key, type);
    }

    /** {@link SagaData#set}. */
    public void set(String key, @Nullable Object value) {
        data.set(key, value);
    }
}
