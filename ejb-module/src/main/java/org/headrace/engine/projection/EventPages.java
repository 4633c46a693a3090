package org.headrace.engine.projection;

import java.util.List;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamNotFoundException;

/**
 * Reads a stream from its first event on, archived or not: a read model that is built after events were archived would
 * otherwise lack them without anybody having asked for that.
 */
record EventPages(LiveStreams streams, Retention retention) {

    /** Of a stream that nobody has appended to: empty. */
    EventPage read(String stream, long from, int limit) {
        try {
            return streams.read(stream, from, limit);
        } catch (EventsArchivedException archived) {
            return retention.readArchive(stream, from, limit).asPage();
        } catch (StreamNotFoundException e) {
            return new EventPage(stream, List.of(), 0, -1);
        }
    }

    /** One event. */
    RecordedEvent event(String stream, long offset) {
        List<RecordedEvent> found = read(stream, offset, 1).events();
        if (found.isEmpty() || found.get(0).offset() != offset) {
            throw new IllegalStateException("The log has no event at offset " + offset + " of stream " + stream);
        }
        return found.get(0);
    }

    /** Those up to an offset. */
    static List<RecordedEvent> upTo(long last, List<RecordedEvent> events) {
        int count = events.size();
        while (count > 0 && events.get(count - 1).offset() > last) {
            count--;
        }
        return events.subList(0, count);
    }
}
