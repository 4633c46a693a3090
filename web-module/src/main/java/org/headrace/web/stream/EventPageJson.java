package org.headrace.web.stream;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import org.headrace.json.JsonWriter;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;

/** Writes a page of events. */
final class EventPageJson implements StreamingOutput {

    private final EventPage page;

    EventPageJson(EventPage page) {
        this.page = page;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        var pieces = new JsonPieces(out);
        JsonWriter.quote(pieces.text().append("{\"stream\":"), page.stream()).append(",\"events\":[");
        boolean first = true;
        for (RecordedEvent event : page.events()) {
            EventJson.append(first ? pieces.text() : pieces.text().append(','), event);
            pieces.sendWhenLarge();
            first = false;
        }
        pieces.text().append("],\"nextOffset\":").append(page.nextOffset());
        pieces.text().append(",\"head\":").append(page.head()).append('}');
        pieces.send();
    }
}
