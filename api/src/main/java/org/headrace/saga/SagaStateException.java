package org.headrace.saga;

/** The saga's state does not allow what was asked, or its business key is taken. The message says why. */
public final class SagaStateException extends RuntimeException {
    public SagaStateException(String message) {
        super(message);
    }
}
