package org.headrace.engine.hub;

import java.util.List;
import org.headrace.engine.stream.TailEvent;
import org.headrace.stream.RecordedEvent;

/** What goes out at once: several messages where the protocol joins them, else one. */
final class Frame {

    /** Between 48 and 144 KiB of UTF-8; a message that is longer goes alone. */
    static final int CHARS = 48 << 10;

    private final boolean joins;
    private final StringBuilder text = new StringBuilder();

    Frame(boolean joins) {
        this.joins = joins;
    }

    /** The first ones, as many as one frame may hold, and always one. */
    static List<RecordedEvent> thoseThatFit(List<RecordedEvent> events) {
        int count = 0;
        for (int chars = 0; count < events.size() && chars < CHARS; count++) {
            chars += TailEvent.chars(events.get(count));
        }
        return List.copyOf(events.subList(0, count));
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    boolean hasRoomFor(int chars) {
        return text.isEmpty() || (joins && text.length() + chars <= CHARS);
    }

    void add(String message) {
        text.append(message);
    }

    void add(String head, String start, String end) {
        text.append(head).append(start).append(end);
    }

    String text() {
        return text.toString();
    }
}
