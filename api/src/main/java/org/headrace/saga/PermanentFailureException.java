package org.headrace.saga;

/** A step's failure that no other try would mend: the saga is compensated at once. The message is shown to people. */
public class PermanentFailureException extends RuntimeException {

    public PermanentFailureException(String message) {
        super(message);
    }

    public PermanentFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
