package org.headrace.engine.stream;

import java.time.Instant;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.RecordedEvent;

/** Recorded events for tests. */
final class StreamEvents {

    private StreamEvents() {}

    static RecordedEvent at(String stream, long offset, String data) {
        return new RecordedEvent(
                stream,
                offset,
                new UUID(1, offset),
                "T",
                null,
                JsonText.of(data),
                JsonText.EMPTY_OBJECT,
                null,
                Instant.EPOCH);
    }
}
