package org.headrace.web.stream;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.headrace.json.JsonWriter;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;

/** Writes a page piece by piece: it is never in memory as one text. */
final class EventPageJson implements StreamingOutput {

    private static final int PIECE = 32 * 1024;

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
        var piece = new StringBuilder(PIECE);
        JsonWriter.quote(piece.append("{\"stream\":"), stream).append(",\"events\":[");
        boolean first = true;
        for (RecordedEvent event : events) {
            if (!first) {
                piece.append(',');
            }
            first = false;
            EventJson.append(piece, event);
            if (piece.length() > PIECE) {
                send(piece, out);
            }
        }
        piece.append(']').append(tail).append('}');
        send(piece, out);
    }

    private static void send(StringBuilder piece, OutputStream out) throws IOException {
        out.write(piece.toString().getBytes(StandardCharsets.UTF_8));
        piece.setLength(0);
    }
}
