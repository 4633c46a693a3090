package org.headrace.engine.projection;

import java.time.Instant;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.RecordedEvent;

/** Recorded events for tests. */
final class Events {

    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private Events() {}

    static RecordedEvent at(long offset, String type, String data) {
        return new RecordedEvent(
                "Orders", offset, new UUID(1, offset), type, null, JsonText.of(data), JsonText.EMPTY_OBJECT, null, NOW);
    }
}
