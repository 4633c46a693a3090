package org.headrace.stream.spi;

import org.jspecify.annotations.Nullable;

/** Counts what streams hold, archived or not, for audits: event by event, whatever their heads say. */
public interface StreamContents {

    /**
     * Counts in one snapshot. Takes as long as reading an index of all the stream's events.
     *
     * @throws org.headrace.stream.EventLogUnavailableException when the store cannot be reached
     */
    Contents contents(String stream);

    /**
     * What a stream holds.
     *
     * @param head where it says to end, −1: nowhere
     * @param events how many there are
     * @param firstMissing the lowest offset from 0 to the head without an event; null: none is missing
     */
    record Contents(long head, long events, @Nullable Long firstMissing) {

        /** The contents of a stream that nobody has appended to. */
        public static final Contents NOTHING = new Contents(-1, 0, null);
    }
}
