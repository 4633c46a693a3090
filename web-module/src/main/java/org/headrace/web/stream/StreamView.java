package org.headrace.web.stream;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import org.headrace.stream.StreamInfo;

/**
 * A stream.
 *
 * @param head the offset of its newest event
 * @param events how many were ever appended
 * @param createdAt when the first one was
 * @param firstOffset the first offset that is live: events below it are archived
 * @param closed whether it takes no more events
 */
@JsonbPropertyOrder({"name", "head", "events", "createdAt", "firstOffset", "closed"})
public record StreamView(String name, long head, long events, Instant createdAt, long firstOffset, boolean closed) {
    static StreamView of(StreamInfo stream) {
        return new StreamView(
                stream.name(),
                stream.head(),
                stream.head() + 1,
                stream.createdAt(),
                stream.firstOffset(),
                stream.closed());
    }
}
