package org.headrace.web.stream;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;
import org.headrace.web.cloudevents.CloudEventJson;

/** Writes a page of events as a batch of CloudEvents. */
final class CloudEventBatch implements StreamingOutput {

    private final EventPage page;
    private final String defaultSource;

    CloudEventBatch(EventPage page, String defaultSource) {
        this.page = page;
        this.defaultSource = defaultSource;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        var pieces = new JsonPieces(out);
        char before = '[';
        for (RecordedEvent event : page.events()) {
            CloudEventJson.append(pieces.text().append(before), event, defaultSource);
            pieces.sendWhenLarge();
            before = ',';
        }
        pieces.text().append(page.events().isEmpty() ? "[]" : "]");
        pieces.send();
    }
}
