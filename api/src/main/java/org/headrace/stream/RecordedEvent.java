package org.headrace.stream;

import java.time.Instant;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log holds it. Immutable; travels as text, and is decoded when somebody asks.
 *
 * @param stream the stream's name
 * @param offset its place in the stream: 0, 1, 2, … without a gap
 * @param eventId unique in the stream
 * @param type what happened
 * @param key the entity it is about; null: none
 * @param data the JSON value, the very text that was appended
 * @param metadata a JSON object
 * @param occurredAt the ISO 8601 text that the producer gave; null: none
 * @param recordedAt when the log took it, by the store's clock, in microseconds
 */
public record RecordedEvent(
        String stream,
        long offset,
        UUID eventId,
        String type,
        @Nullable String key,
        JsonText data,
        JsonText metadata,
        @Nullable String occurredAt,
        Instant recordedAt) {

    /**
     * The payload as an object, decoded by JSON-B at each call.
     *
     * @throws jakarta.json.bind.JsonbException when the data does not fit the class
     */
    public <T> T payload(Class<T> payloadClass) {
        return data.decode(payloadClass);
    }
}
