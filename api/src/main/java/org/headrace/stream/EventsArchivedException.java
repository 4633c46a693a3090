package org.headrace.stream;

/**
 * What was to be read begins below the stream's first live offset: events from there on were archived. They are read by
 * {@link Retention#readArchive}, live ones from {@link #firstOffset()} on.
 */
public final class EventsArchivedException extends RuntimeException {

    private final String stream;
    private final long firstOffset;

    /** @param from the offset asked for */
    public EventsArchivedException(String stream, long from, long firstOffset) {
        super("Stream " + stream + ": events below offset " + firstOffset + " are archived, and it was asked for from "
                + from + " on. Read those from the archive, or begin at " + firstOffset + ".");
        this.stream = stream;
        this.firstOffset = firstOffset;
    }

    public String stream() {
        return stream;
    }

    /** The first offset that is live. */
    public long firstOffset() {
        return firstOffset;
    }
}
