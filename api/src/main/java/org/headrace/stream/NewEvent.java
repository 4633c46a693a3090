package org.headrace.stream;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * An event to be appended. Immutable.
 *
 * @param eventId makes a repeated append harmless; null: the log makes one (UUIDv7)
 * @param type 1 to 200 characters
 * @param key the entity that the event is about, 1 to 500 characters; null: none
 * @param data any JSON value; stored, pushed and read back as the very text given
 * @param metadata a JSON object: correlation id, causation id, principal, anything
 * @param occurredAt when it happened, an ISO 8601 date and time with an offset from UTC, kept as the text given; null:
 *     not told
 */
public record NewEvent(
        @Nullable UUID eventId,
        String type,
        @Nullable String key,
        JsonText data,
        JsonText metadata,
        @Nullable String occurredAt) {

    public static final int MAX_TYPE_LENGTH = 200;
    public static final int MAX_KEY_LENGTH = 500;
    private static final int MAX_TIME_LENGTH = 64;

    /** @throws InvalidInputException naming each field that is not as described above */
    public NewEvent {
        var violations = new ArrayList<Violation>(0);
        checkName(violations, "type", type, MAX_TYPE_LENGTH);
        if (key != null) {
            checkName(violations, "key", key, MAX_KEY_LENGTH);
        }
        if (!metadata.isObject()) {
            violations.add(new Violation("metadata", "must be a JSON object"));
        }
        if (occurredAt != null && !isTime(occurredAt)) {
            violations.add(new Violation(
                    "occurredAt",
                    "must be an ISO 8601 date and time with an offset, such as 2026-01-31T12:00:00.000+01:00"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    /** An event without key and metadata whose id the log makes. */
    public static NewEvent of(String type, JsonText data) {
        return new NewEvent(null, type, null, data, JsonText.EMPTY_OBJECT, null);
    }

    /**
     * The payload encoded by JSON-B, its type told by {@link EventTypes#nameOf}. A version above 1 is told in the
     * metadata, as {@link SchemaVersion} says.
     */
    public static NewEvent of(Object payload) {
        NewEvent event = of(EventTypes.nameOf(payload.getClass()), JsonText.encode(payload));
        int version = EventTypes.versionOf(payload.getClass());
        return version == 1 ? event : event.withMetadata(SchemaVersion.in(event.metadata(), version));
    }

    public NewEvent withEventId(UUID id) {
        return new NewEvent(id, type, key, data, metadata, occurredAt);
    }

    public NewEvent withKey(String newKey) {
        return new NewEvent(eventId, type, newKey, data, metadata, occurredAt);
    }

    /** Replaces the metadata. The version of the data stays, unless the new metadata tells another. */
    public NewEvent withMetadata(JsonText newMetadata) {
        boolean keepsVersion =
                newMetadata.isObject() && SchemaVersion.isTold(metadata) && !SchemaVersion.isTold(newMetadata);
        JsonText all = keepsVersion ? SchemaVersion.in(newMetadata, SchemaVersion.of(metadata)) : newMetadata;
        return new NewEvent(eventId, type, key, data, all, occurredAt);
    }

    public NewEvent withOccurredAt(OffsetDateTime time) {
        return new NewEvent(eventId, type, key, data, metadata, time.toString());
    }

    private static void checkName(List<Violation> violations, String field, String value, int maxLength) {
        if (value.isBlank()) {
            violations.add(new Violation(field, "must not be empty"));
        } else if (value.length() > maxLength) {
            violations.add(new Violation(field, "must be at most " + maxLength + " characters, has " + value.length()));
        } else if (!isPlainText(value)) {
            violations.add(new Violation(field, "must not contain control characters or halves of surrogate pairs"));
        }
    }

    private static boolean isPlainText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTime(String value) {
        if (value.length() > MAX_TIME_LENGTH) {
            return false;
        }
        try {
            OffsetDateTime.parse(value);
            return true;
        } catch (DateTimeParseException notATime) {
            return false;
        }
    }
}
