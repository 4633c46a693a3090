package org.headrace.web.cloudevents;

import java.util.UUID;
import org.headrace.web.request.NameBasedUuid;
import org.headrace.web.request.UuidText;

/**
 * The event id of a CloudEvent: its id where that is a UUID, else the UUIDv5 of its source, a line feed (which neither can
 * hold) and its id. So the same CloudEvent has the same event id whenever it is sent.
 */
final class EventId {

    /** The namespace of the UUIDv5s. */
    static final UUID NAMESPACE = UUID.fromString("2c7c4d7e-53a0-5b1e-8f0b-3f7e0a6d9c55");

    private EventId() {}

    static UUID of(String source, String id) {
        UUID itself = UuidText.parse(id);
        return itself == null ? NameBasedUuid.of(NAMESPACE, source + "\n" + id) : itself;
    }
}
