package org.headrace.web.stream;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.headrace.json.JsonWriter;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;

/** Writes a page piece by piece: it is never in memory as one text. */
final class EventPageJson implements StreamingOutput {

    private static final int PIECE = 32 * 1024;

    private final EventPage page;

    EventPageJson(EventPage page) {
        this.page = page;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        var piece = new StringBuilder(PIECE);
        JsonWriter.quote(piece.append("{\"stream\":"), page.stream()).append(",\"events\":[");
        boolean first = true;
        for (RecordedEvent event : page.events()) {
            if (!first) {
                piece.append(',');
            }
            first = false;
            EventJson.append(piece, event);
            if (piece.length() > PIECE) {
                send(piece, out);
            }
        }
        piece.append("],\"nextOffset\":").append(page.nextOffset());
        piece.append(",\"head\":").append(page.head()).append('}');
        send(piece, out);
    }

    private static void send(StringBuilder piece, OutputStream out) throws IOException {
        out.write(piece.toString().getBytes(StandardCharsets.UTF_8));
        piece.setLength(0);
    }
}
