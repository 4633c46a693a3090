package org.headrace.engine.saga;

import java.time.Instant;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a change of a saga: a happening, before it is known when it is stored and by whom.
 *
 * @param detail may be empty
 */
record Entry(
        SagaHappening.Type type,
        SagaState state,
        @Nullable Try step,
        @Nullable String error,
        @Nullable Operator by,
        String detail) {

    /** Of the saga as a whole, as it is then. */
    static Entry of(SagaHappening.Type type, SagaRecord after) {
        return new Entry(type, after.progress().state(), null, null, null, "");
    }

    /** What an operator did, when the saga is as it is then. */
    static Entry by(Operator by, SagaHappening.Type type, SagaRecord after) {
        return of(type, after).askedBy(by);
    }

    /** Of a step of a saga as it was before, in the direction that it was going. */
    static Entry of(SagaHappening.Type type, SagaRecord before, SagaStep step) {
        Direction direction = SagaCore.direction(before);
        String key = step.isExternal() ? SagaContext.idempotencyKey(before.id(), step.name(), direction) : null;
        var what = new Try(step.name(), direction, SagaCore.attempts(before), key);
        SagaState state = before.progress().state();
        return new Entry(type, state == SagaState.NOT_STARTED ? SagaState.RUNNING : state, what, null, null, "");
    }

    Entry failing(@Nullable String newError) {
        return new Entry(type, state, step, newError, by, detail);
    }

    Entry askedBy(Operator operator) {
        return new Entry(type, state, step, error, operator, detail);
    }

    Entry detailed(String newDetail) {
        return new Entry(type, state, step, error, by, newDetail);
    }

    SagaHappening at(Instant time, SagaRecord saga, @Nullable Runner runner) {
        return at(time, saga.saga(), runner);
    }

    /** Of a saga that may be told in another trace than its own. */
    SagaHappening at(Instant time, Saga saga, @Nullable Runner runner) {
        return new SagaHappening(0, saga, type, time, state, step, error, by, runner, detail);
    }
}
