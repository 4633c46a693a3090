package org.headrace.stream;

/** The store cannot be reached or refused for reasons that will pass; nothing was written. Try again later. */
public class EventLogUnavailableException extends RuntimeException {

    public EventLogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
