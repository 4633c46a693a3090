package org.headrace.engine.hub;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a connection that are not events: confirmations, completions, errors, pings. They go before events,
 * and unlike events they are kept, so they are bounded: who asks and never reads is cut off.
 */
final class ControlQueue {

    static final int MOST_MESSAGES = 1_024;
    static final int MOST_CHARS = 256 << 10;

    private final Queue<String> messages = new ArrayDeque<>();
    private int chars;

    /** @return false: there is no room */
    boolean offer(String message) {
        if (messages.size() >= MOST_MESSAGES || chars + message.length() > MOST_CHARS) {
            return false;
        }
        messages.add(message);
        chars += message.length();
        return true;
    }

    @Nullable
    String peek() {
        return messages.peek();
    }

    void remove() {
        chars -= messages.remove().length();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    void clear() {
        messages.clear();
        chars = 0;
    }
}
