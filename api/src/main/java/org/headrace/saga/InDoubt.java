package org.headrace.saga;

/**
 * What is done about an external call that was begun and whose end is not known: the node died in between, or the call
 * took longer than it may.
 */
public enum InDoubt {
    /** It is made again, with the same idempotency key. */
    RETRY,
    /** The step's {@link SagaProbe} is asked first. */
    PROBE,
    /** The saga stands until an operator tells what became of the call. */
    PARK
}
