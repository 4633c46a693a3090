package org.headrace.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;

/** Events as a log would hold them, the same in every run. */
final class GivenEvents {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final List<RecordedEvent> events = new ArrayList<>();
    private final Map<String, Long> heads = new HashMap<>();

    void add(String stream, NewEvent event) {
        long offset = heads.merge(stream, 0L, (head, first) -> head + 1);
        UUID id = event.eventId();
        events.add(new RecordedEvent(
                stream,
                offset,
                id == null ? new UUID(0, events.size() + 1) : id,
                event.type(),
                event.key(),
                event.data(),
                event.metadata(),
                event.occurredAt(),
                FIRST.plusSeconds(events.size())));
    }

    List<RecordedEvent> all() {
        return List.copyOf(events);
    }
}
