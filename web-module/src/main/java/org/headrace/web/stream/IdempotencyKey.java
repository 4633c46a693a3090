package org.headrace.web.stream;

import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.web.request.NameBasedUuid;
import org.headrace.web.request.UuidText;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key}: makes the ids of events that name none, the same ones whenever the request is sent
 * again. A single event's id is the key itself where that is a UUID, else the UUIDv5 of the key; in an array or NDJSON
 * it is the UUIDv5 of the key, a line feed (which no header can hold) and the event's index from 0.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    /** The namespace of the UUIDv5s. */
    static final UUID NAMESPACE = UUID.fromString("6f1b7a3e-3f0c-5c1e-9d55-7a2f0c9b4e21");

    private static final int MAX_LENGTH = 255;

    private final String key;

    private IdempotencyKey(String key) {
        this.key = key;
    }

    /**
     * Null when the header is not there. Quotes around the key, as the IETF's draft has them, are not part of it.
     *
     * @throws InvalidInputException when it is empty or too long
     */
    static @Nullable IdempotencyKey of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String key = header.trim();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw new InvalidInputException(HEADER, "must be 1 to " + MAX_LENGTH + " characters");
        }
        return new IdempotencyKey(key);
    }

    UUID ofSingleEvent() {
        UUID itself = UuidText.parse(key);
        return itself == null ? NameBasedUuid.of(NAMESPACE, key) : itself;
    }

    UUID ofEvent(long index) {
        return NameBasedUuid.of(NAMESPACE, key + "\n" + index);
    }
}
