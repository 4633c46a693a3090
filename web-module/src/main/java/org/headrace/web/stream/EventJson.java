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
        return open(out, event, Naming.CAMEL).append('}');
    }

    /** The object without its closing brace, so that more members can follow. */
    public static StringBuilder open(StringBuilder out, RecordedEvent event, Naming naming) {
        EventMembers members = EventMembers.of(naming);
        JsonWriter.quote(out.append(members.stream()), event.stream());
        out.append(members.offset()).append(event.offset());
        out.append(members.position()).append('"').append(event.offset()).append('"');
        out.append(members.eventId()).append('"').append(event.eventId()).append('"');
        JsonWriter.quote(out.append(members.eventType()), event.type());
        out.append(members.key());
        if (event.key() == null) {
            out.append("null");
        } else {
            JsonWriter.quote(out, event.key());
        }
        out.append(members.data()).append(event.data().text());
        out.append(members.metadata()).append(event.metadata().text());
        if (event.occurredAt() != null) {
            JsonWriter.quote(out.append(members.occurredAt()), event.occurredAt());
        }
        return out.append(members.recordedAt())
                .append('"')
                .append(event.recordedAt())
                .append('"');
    }

    /** {@code ,"name":value}, to follow {@link #open}. */
    public static String member(Naming naming, String camelName, long value) {
        return "," + naming.member(camelName) + value;
    }
}
