package org.headrace.engine.projection;

import java.util.Objects;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.spi.DeadLetterStore.StreamKey;
import org.headrace.stream.RecordedEvent;

/** The events behind dead letters, archived or not. */
final class ParkedEvents {

    private final RunnerParts parts;

    ParkedEvents(RunnerParts parts) {
        this.parts = parts;
    }

    /** As the log holds it. */
    RecordedEvent read(DeadLetter letter) {
        return parts.pages().event(letter.at().stream(), letter.at().offset());
    }

    /** As its projection is to see it. */
    RecordedEvent readEdited(DeadLetter letter) {
        RecordedEvent event = read(letter);
        return letter.editedData() == null
                ? event
                : new RecordedEvent(
                        event.stream(),
                        event.offset(),
                        event.eventId(),
                        event.type(),
                        event.key(),
                        letter.editedData(),
                        event.metadata(),
                        event.occurredAt(),
                        event.recordedAt());
    }

    /** Of one that has a key. */
    static StreamKey keyOf(DeadLetter letter) {
        return new StreamKey(letter.at().stream(), Objects.requireNonNull(letter.key()));
    }
}
