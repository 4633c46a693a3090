package org.headrace.web.stream;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.headrace.json.JsonWriter;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;

/** Writes a page of events. */
final class EventPageJson implements StreamingOutput {

    private final String stream;
    private final List<RecordedEvent> events;
    private final String tail;

    private EventPageJson(String stream, List<RecordedEvent> events, String tail) {
        this.stream = stream;
        this.events = events;
        this.tail = tail;
    }

    static EventPageJson of(EventPage page) {
        return new EventPageJson(
                page.stream(), page.events(), ",\"nextOffset\":" + page.nextOffset() + ",\"head\":" + page.head());
    }

    static EventPageJson of(ArchivePage page) {
        return new EventPageJson(
                page.stream(),
                page.events(),
                ",\"nextOffset\":" + page.nextOffset() + ",\"firstOffset\":" + page.firstOffset() + ",\"head\":"
                        + page.head());
    }

    @Override
    public void write(OutputStream out) throws IOException {
        var pieces = new JsonPieces(out);
        JsonWriter.quote(pieces.text().append("{\"stream\":"), stream).append(",\"events\":[");
        boolean first = true;
        for (RecordedEvent event : events) {
            EventJson.append(first ? pieces.text() : pieces.text().append(','), event);
            pieces.sendWhenLarge();
            first = false;
        }
        pieces.text().append(']').append(tail).append('}');
        pieces.send();
    }
}
