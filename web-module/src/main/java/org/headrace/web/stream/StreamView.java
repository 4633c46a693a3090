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
 */
@JsonbPropertyOrder({"name", "head", "events", "createdAt"})
public record StreamView(String name, long head, long events, Instant createdAt) {
    static StreamView of(StreamInfo stream) {
        return new StreamView(stream.name(), stream.head(), stream.head() + 1, stream.createdAt());
    }
}
