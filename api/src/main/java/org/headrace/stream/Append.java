package org.headrace.stream;

import java.util.List;
import java.util.Objects;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be appended, and on which condition. All of its events are appended next to each other, or none.
 *
 * @param stream a legal name ({@link StreamNames}); a stream begins with its first event
 * @param events at least one
 * @param expectedOffset the offset of the newest event that the caller has seen in the stream, −1 for an empty stream;
 *     null: whatever it is. Another one is a {@link ConflictException}.
 * @param expectedKeyVersion the offset of the newest event that the caller has seen <em>of the events' key</em> in the
 *     stream, −1 for none; null: whatever it is. All events must then have the same key.
 */
public record Append(
        String stream, List<NewEvent> events, @Nullable Long expectedOffset, @Nullable Long expectedKeyVersion) {

    /** The most events in one append. */
    public static final int MAX_EVENTS = 10_000;

    /** @throws InvalidInputException naming what is not as described above */
    public Append {
        StreamNames.require(stream);
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new InvalidInputException("events", "must hold at least one event");
        }
        if (events.size() > MAX_EVENTS) {
            throw new InvalidInputException(
                    "events", "must be at most " + MAX_EVENTS + " in one append, are " + events.size());
        }
        requireExpectation("expectedOffset", expectedOffset);
        requireExpectation("expectedKeyVersion", expectedKeyVersion);
        if (expectedKeyVersion != null) {
            String key = events.get(0).key();
            if (key == null || !events.stream().allMatch(e -> Objects.equals(e.key(), key))) {
                throw new InvalidInputException("expectedKeyVersion", "needs events that all have the same key");
            }
        }
    }

    public static Append to(String stream, List<NewEvent> events) {
        return new Append(stream, events, null, null);
    }

    public static Append to(String stream, NewEvent... events) {
        return to(stream, List.of(events));
    }

    public Append expectingOffset(long offset) {
        return new Append(stream, events, offset, expectedKeyVersion);
    }

    public Append expectingKeyVersion(long offset) {
        return new Append(stream, events, expectedOffset, offset);
    }

    /** Whether the caller states an expectation that only holds under the stream's lock. */
    public boolean isConditional() {
        return expectedOffset != null || expectedKeyVersion != null;
    }

    private static void requireExpectation(String field, @Nullable Long value) {
        if (value != null && value < -1) {
            throw new InvalidInputException(field, "must be the offset of the newest event seen, or -1 for none");
        }
    }
}
