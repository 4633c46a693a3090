package org.headrace.engine.hub;

import java.util.IdentityHashMap;
import org.headrace.stream.RecordedEvent;

/** An event that many subscribers are sent: encoded once a protocol, by whoever comes first. */
final class TailEvent {

    private static final int ENVELOPE_CHARS = 400;
    private static final int OBJECTS = 512;

    /** Two protocols with two namings each: as much as ever comes together. */
    private static final int MOST_FORMS = 4;

    private final RecordedEvent event;
    private final IdentityHashMap<HubProtocol, String> forms = new IdentityHashMap<>(2);

    TailEvent(RecordedEvent event) {
        this.event = event;
    }

    long offset() {
        return event.offset();
    }

    synchronized String start(HubProtocol protocol) {
        return forms.computeIfAbsent(protocol, p -> p.eventStart(event));
    }

    /** Bytes of heap at the very most: in all forms, at two bytes a character. */
    long weight() {
        long chars = chars(event);
        return OBJECTS + 2 * (chars + MOST_FORMS * (chars + ENVELOPE_CHARS));
    }

    static int chars(RecordedEvent event) {
        return event.data().text().length() + event.metadata().text().length();
    }
}
