package org.headrace.engine.saga;

import org.headrace.saga.Direction;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord.Call;
import org.jspecify.annotations.Nullable;

/** What is to be done next with a saga. */
sealed interface NextMove {

    /** Nothing: it is paused or has ended. */
    record Rest() implements NextMove {}

    /** Its state moves on without any action. */
    record Settle(Change change) implements NextMove {}

    /** A step is executed, or undone, in one transaction; where there is no action for it, it is passed over. */
    record Act(SagaStep step, Direction direction) implements NextMove {}

    /** A signal is looked for, and the step executed in one transaction if it is there. */
    record Await(SagaStep step) implements NextMove {}

    /**
     * Another system is called.
     *
     * @param before the call of this step that was begun, and whose effect is not known; null: there is none
     */
    record Reach(SagaStep step, Direction direction, @Nullable Call before) implements NextMove {}
}
