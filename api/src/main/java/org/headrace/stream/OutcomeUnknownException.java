package org.headrace.stream;

/**
 * The connection to the store broke while it committed: the write may or may not be there. Sending it again with the
 * same event ids is safe, and tells.
 */
public final class OutcomeUnknownException extends EventLogUnavailableException {

    public OutcomeUnknownException(Throwable cause) {
        super(
                "The connection broke during the commit, so it is not known whether the events are in the log. "
                        + "Send them again with the same event ids: what is there already is not written twice.",
                cause);
    }

    /** Of a write that is no append; the message says how it is told, and how it is repeated safely. */
    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
