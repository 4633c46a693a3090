package org.headrace.engine.hub;

import java.util.List;
import org.headrace.engine.stream.TailEvent;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** What goes out at once: several messages where the protocol joins them, else one. */
final class Frame {

    /** Between 48 and 144 KiB of UTF-8; a message that is longer goes alone. */
    static final int CHARS = 48 << 10;

    private final boolean joins;
    private final StringBuilder text = new StringBuilder(0);

    /** What there is while it is nothing else, so that nobody makes anew what others are sent, too. */
    private @Nullable FrameText whole;

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
        return length() == 0;
    }

    private int length() {
        FrameText shared = whole;
        return shared == null ? text.length() : shared.length();
    }

    boolean hasRoomFor(int chars) {
        return isEmpty() || (joins && length() + chars <= CHARS);
    }

    void add(String message) {
        builder().append(message);
    }

    /** @return false: there is no room */
    boolean add(EventMessage message) {
        if (!hasRoomFor(message.chars())) {
            return false;
        }
        builder().append(message.head()).append(message.start()).append(message.end());
        return true;
    }

    /** @return false: there is no room */
    boolean add(FrameText messages) {
        if (isEmpty()) {
            whole = messages;
            return true;
        }
        if (!hasRoomFor(messages.length())) {
            return false;
        }
        builder().append(messages.text());
        return true;
    }

    private StringBuilder builder() {
        FrameText shared = whole;
        if (shared != null) {
            text.append(shared.text());
            whole = null;
        }
        return text;
    }

    FrameText text() {
        FrameText shared = whole;
        return shared == null ? new FrameText(text.toString()) : shared;
    }
}
