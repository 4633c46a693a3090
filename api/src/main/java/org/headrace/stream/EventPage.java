package org.headrace.stream;

import java.util.List;

/**
 * Some events of a stream, in order.
 *
 * @param stream the stream's name
 * @param events in order of offset; empty where nothing is there yet
 * @param nextOffset where to go on reading: all before it has been considered
 * @param head the offset of the newest event of the stream when the page was read, −1 for none
 */
public record EventPage(String stream, List<RecordedEvent> events, long nextOffset, long head) {

    public EventPage {
        events = List.copyOf(events);
    }
}
