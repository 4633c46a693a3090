package org.headrace.stream;

/** Nothing was ever appended to the stream. */
public final class StreamNotFoundException extends RuntimeException {

    private final String stream;

    public StreamNotFoundException(String stream) {
        super("Stream " + stream + " does not exist: nothing was ever appended to it");
        this.stream = stream;
    }

    public String stream() {
        return stream;
    }
}
