package org.headrace.stream;

import java.util.List;

/**
 * Some archived events of a stream, in order.
 *
 * @param stream the stream's name
 * @param events in order of offset
 * @param nextOffset where to go on reading: all before it has been considered. From {@code firstOffset} on the stream is
 *     live, and {@link EventLog#read} goes on there
 * @param firstOffset the first live offset when the page was read: all below it is archived
 * @param head the offset of the newest event of the stream when the page was read
 */
public record ArchivePage(String stream, List<RecordedEvent> events, long nextOffset, long firstOffset, long head) {

    public ArchivePage {
        events = List.copyOf(events);
    }

    /** For who reads a stream from its beginning, archived or not: from its {@code nextOffset} on it goes on all the same. */
    public EventPage asPage() {
        return new EventPage(stream, events, nextOffset, head);
    }
}
