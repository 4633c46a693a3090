package org.headrace.web.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;
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
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
        return UUID_TEXT.matcher(key).matches() ? UUID.fromString(key) : nameBased(key);
    }

    UUID ofEvent(long index) {
        return nameBased(key + "\n" + index);
    }

    /** Version 5 of RFC 9562, section 5.5. */
    private static UUID nameBased(String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long most = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
        long least = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
