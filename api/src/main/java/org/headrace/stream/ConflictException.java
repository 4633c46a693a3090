package org.headrace.stream;

/** The log is not as the caller expected; nothing was written. {@link #kind()} tells which expectation failed. */
public final class ConflictException extends RuntimeException {

    /** Which expectation failed. */
    public enum Kind {
        /** The stream's newest event has another offset than expected. */
        OFFSET,
        /** The key's newest event has another offset than expected. */
        KEY_VERSION,
        /** The event id belongs to another event of the stream. */
        EVENT_ID
    }

    private final Kind kind;

    private ConflictException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public static ConflictException offset(String stream, long expected, long actual) {
        return new ConflictException(
                Kind.OFFSET,
                "Stream " + stream + ": expected its newest event at offset " + expected + ", it is at " + actual
                        + ". Read what is new, decide again, and append with expectedOffset " + actual + ".");
    }

    public static ConflictException keyVersion(String stream, String key, long expected, long actual) {
        return new ConflictException(
                Kind.KEY_VERSION,
                "Stream " + stream + ": expected the newest event of key " + key + " at offset " + expected
                        + ", it is at " + actual + ". Read what is new, decide again, and append with "
                        + "expectedKeyVersion " + actual + ".");
    }

    public static ConflictException eventId(String stream, Object eventId, long offset) {
        return new ConflictException(
                Kind.EVENT_ID,
                "Stream " + stream + ": event id " + eventId + " belongs to another event, at offset " + offset
                        + ". An event id may be sent again only with the same type, key, data and occurredAt.");
    }

    public Kind kind() {
        return kind;
    }
}
