package org.headrace.web.stream;

import org.headrace.json.JsonWriter;
import org.headrace.stream.RecordedEvent;

/**
 * An event as clients see it everywhere. {@code data}, {@code metadata} and {@code occurredAt} are the very text that
 * was appended; {@code key} is null when there is none, {@code occurredAt} is then absent; {@code position} is the
 * offset for clients whose numbers end at 2^53.
 */
public final class EventJson {

    private EventJson() {}

    public static StringBuilder append(StringBuilder out, RecordedEvent event) {
        JsonWriter.quote(out.append("{\"stream\":"), event.stream());
        out.append(",\"offset\":").append(event.offset());
        out.append(",\"position\":\"").append(event.offset());
        out.append("\",\"eventId\":\"").append(event.eventId());
        JsonWriter.quote(out.append("\",\"eventType\":"), event.type());
        out.append(",\"key\":");
        if (event.key() == null) {
            out.append("null");
        } else {
            JsonWriter.quote(out, event.key());
        }
        out.append(",\"data\":").append(event.data().text());
        out.append(",\"metadata\":").append(event.metadata().text());
        if (event.occurredAt() != null) {
            JsonWriter.quote(out.append(",\"occurredAt\":"), event.occurredAt());
        }
        return out.append(",\"recordedAt\":\"").append(event.recordedAt()).append("\"}");
    }
}
