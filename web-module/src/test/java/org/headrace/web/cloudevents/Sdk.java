package org.headrace.web.cloudevents;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;

/** The SDK of the CloudEvents project, and what stands between it and us. */
final class Sdk {

    static final String STREAM = "/api/streams/Orders";

    private static final EventFormat FORMAT = new JsonFormat();
    private static final UUID MADE_BY_THE_LOG = UUID.fromString("0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10");

    private Sdk() {}

    static String write(CloudEvent event) {
        return new String(FORMAT.serialize(event), StandardCharsets.UTF_8);
    }

    static CloudEvent read(String json) {
        return FORMAT.deserialize(json.getBytes(StandardCharsets.UTF_8));
    }

    /** As the log would give it back. */
    static RecordedEvent recorded(NewEvent event) {
        return new RecordedEvent(
                "Orders",
                41,
                event.eventId() == null ? MADE_BY_THE_LOG : event.eventId(),
                event.type(),
                event.key(),
                event.data(),
                event.metadata(),
                event.occurredAt(),
                Instant.parse("2026-01-31T11:00:00.123456Z"));
    }

    static String told(RecordedEvent event) {
        return CloudEventJson.append(new StringBuilder(), event, STREAM).toString();
    }

    /** In, and out again. */
    static String throughUs(String cloudEvent) {
        return told(recorded(CloudEventParser.one(cloudEvent)));
    }
}
