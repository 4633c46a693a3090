package org.headrace.stream;

/**
 * The stream is closed: it takes no more events, and nothing was written. Events that it holds may still be sent again.
 * An operator can open it again ({@link Retention#reopen}).
 */
public final class StreamClosedException extends RuntimeException {

    private final String stream;

    public StreamClosedException(String stream) {
        super("Stream " + stream + " is closed: it takes no more events until an operator opens it again");
        this.stream = stream;
    }

    public String stream() {
        return stream;
    }
}
