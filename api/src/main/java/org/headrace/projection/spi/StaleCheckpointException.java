package org.headrace.projection.spi;

/** A checkpoint does not stand where the caller left it: another runner has moved it. The caller must roll back. */
public final class StaleCheckpointException extends RuntimeException {
    public StaleCheckpointException(String projection, String stream, long expected) {
        super("The checkpoint of projection " + projection + " in stream " + stream + " is not at " + expected
                + " any more: another runner moved it");
    }

    /** There is none any more that the caller's batch could move; the message says why. */
    public StaleCheckpointException(String message) {
        super(message);
    }
}
