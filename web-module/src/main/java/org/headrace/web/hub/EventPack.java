package org.headrace.web.hub;

import java.io.IOException;
import org.headrace.stream.RecordedEvent;
import org.headrace.web.stream.Naming;
import org.msgpack.core.MessagePacker;

/** An event as MessagePack: the members of {@link org.headrace.web.stream.EventJson}, in the same order. */
final class EventPack {

    /** The last one included, and {@code occurredAt} not. */
    private static final int MEMBERS = 10;

    private EventPack() {}

    /** The map up to and with the name of its last member, {@code previous}, whose value must follow. */
    static void open(MessagePacker out, RecordedEvent event, Naming naming) throws IOException {
        String occurredAt = event.occurredAt();
        out.packMapHeader(occurredAt == null ? MEMBERS : MEMBERS + 1);
        out.packString(naming.spelt("stream")).packString(event.stream());
        out.packString(naming.spelt("offset")).packLong(event.offset());
        out.packString(naming.spelt("position")).packString(String.valueOf(event.offset()));
        out.packString(naming.spelt("eventId")).packString(event.eventId().toString());
        out.packString(naming.spelt("eventType")).packString(event.type());
        out.packString(naming.spelt("key"));
        String key = event.key();
        if (key == null) {
            out.packNil();
        } else {
            out.packString(key);
        }
        out.packString(naming.spelt("data")).packValue(JsonValues.of(event.data()));
        out.packString(naming.spelt("metadata")).packValue(JsonValues.of(event.metadata()));
        if (occurredAt != null) {
            out.packString(naming.spelt("occurredAt")).packString(occurredAt);
        }
        out.packString(naming.spelt("recordedAt")).packString(event.recordedAt().toString());
        out.packString(naming.spelt("previous"));
    }
}
