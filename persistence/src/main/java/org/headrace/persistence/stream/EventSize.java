package org.headrace.persistence.stream;

import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;

/** How large events are. */
final class EventSize {

    private EventSize() {}

    /** The UTF-8 bytes of data and metadata. */
    static int of(NewEvent event) {
        return utf8(event.data().text()) + utf8(event.metadata().text());
    }

    static int of(RecordedEvent event) {
        return utf8(event.data().text()) + utf8(event.metadata().text());
    }

    private static int utf8(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                // Each half of a surrogate pair stands for two of its four bytes.
                bytes += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                bytes++;
            }
        }
        return bytes;
    }
}
