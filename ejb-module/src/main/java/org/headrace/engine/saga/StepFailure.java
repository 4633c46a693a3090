package org.headrace.engine.saga;

import org.headrace.saga.SagaStep;

/**
 * The action of a step has failed; nothing of it is left.
 *
 * @param move that was being made
 */
record StepFailure(NextMove move, SagaStep step, Throwable cause) {}
