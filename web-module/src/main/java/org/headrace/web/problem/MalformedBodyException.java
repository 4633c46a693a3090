package org.headrace.web.problem;

/** A request body could not be bound to the type that a resource wants. */
public final class MalformedBodyException extends RuntimeException {
    public MalformedBodyException(Throwable cause) {
        super(cause);
    }
}
