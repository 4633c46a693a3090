package org.headrace.persistence.stream;

import java.util.Objects;
import java.util.UUID;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;

/** An event with the place it is to get. */
record Draft(UUID eventId, long offset, NewEvent event) {

    /** What of an event decides whether another one with the same id is the same. */
    record Content(String type, @Nullable String key, String data, @Nullable String occurredAt) {

        static Content of(NewEvent event) {
            return new Content(event.type(), event.key(), event.data().text(), event.occurredAt());
        }
    }

    /** An event that a stream holds. */
    record Existing(long offset, Content content) {

        boolean isSameAs(NewEvent event) {
            return Objects.equals(content, Content.of(event));
        }
    }
}
