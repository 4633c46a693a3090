package org.headrace.engine.saga;

import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;

/** What is to be done next with a saga. */
sealed interface NextMove {

    /** Nothing: it is paused or has ended. */
    record Rest() implements NextMove {}

    /** Its state moves on without any action. */
    record Settle(SagaRecord after) implements NextMove {}

    /** A step is executed. */
    record Execute(SagaStep step) implements NextMove {}

    /** A completed step is undone; where it has no compensation, it is passed over. */
    record Compensate(SagaStep step) implements NextMove {}
}
