package org.headrace.engine.stream;

/**
 * What this node reads of the log, since its start, and holds of it now.
 *
 * @param streams that somebody on it is interested in
 * @param bytesHeld of events, at the most
 * @param reads of the store, whoever they were for
 * @param events that these gave
 */
public record TailReading(int streams, long bytesHeld, long reads, long events) {

    public static final TailReading NOTHING = new TailReading(0, 0, 0, 0);
}
