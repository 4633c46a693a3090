package org.headrace.projection;

/** The projection's state does not allow what was asked. The message says why, and what to do. */
public final class ProjectionStateException extends RuntimeException {
    public ProjectionStateException(String message) {
        super(message);
    }

    public ProjectionStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
