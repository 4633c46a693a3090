package org.headrace.web.projection;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Position;
import org.jspecify.annotations.Nullable;

/**
 * A projection as operators see it. Of one with several streams {@code stream} names all of them, and its offsets count
 * their events as if they were one stream; {@code streams} has the exact ones.
 *
 * @param eventsOfUnknownType those processed that the projection has no class for: passed over, or handed over as JSON
 * @param eventsSkipped left out on an operator's word
 * @param deadLetters events left out for now
 * @param owner the name of the node that runs it; null: none at this moment
 * @param failure the event that holds it up; absent: none
 */
@JsonbPropertyOrder({
    "name",
    "stream",
    "state",
    "lastProcessedOffset",
    "head",
    "lag",
    "eventsProcessed",
    "eventsOfUnknownType",
    "eventsSkipped",
    "deadLetters",
    "lastError",
    "lastErrorAt",
    "owner",
    "explanation",
    "failure",
    "streams"
})
public record ProjectionView(
        String name,
        String stream,
        String state,
        long lastProcessedOffset,
        long head,
        long lag,
        long eventsProcessed,
        long eventsOfUnknownType,
        long eventsSkipped,
        long deadLetters,
        @JsonbNillable @Nullable String lastError,
        @JsonbNillable @Nullable Instant lastErrorAt,
        @JsonbNillable @Nullable String owner,
        String explanation,
        @Nullable Failure failure,
        List<Place> streams) {

    /** Where it stands in one stream. */
    @JsonbPropertyOrder({
        "stream",
        "lastProcessedOffset",
        "head",
        "lag",
        "eventsProcessed",
        "eventsOfUnknownType",
        "eventsSkipped",
        "deadLetters"
    })
    public record Place(
            String stream,
            long lastProcessedOffset,
            long head,
            long lag,
            long eventsProcessed,
            long eventsOfUnknownType,
            long eventsSkipped,
            long deadLetters) {
        static Place of(Position position) {
            return new Place(
                    position.stream(),
                    position.lastProcessedOffset(),
                    position.head(),
                    position.lag(),
                    position.counts().processed(),
                    position.counts().unknown(),
                    position.counts().skipped(),
                    position.counts().parked());
        }
    }

    /**
     * An event that cannot be processed.
     *
     * @param nextAttemptAt absent: not before somebody acts
     */
    @JsonbPropertyOrder({"stream", "offset", "error", "attempts", "nextAttemptAt", "stackTrace"})
    public record Failure(
            String stream,
            long offset,
            String error,
            int attempts,
            @Nullable Instant nextAttemptAt,
            String stackTrace) {}

    static ProjectionView of(ProjectionStatus status) {
        List<Position> positions = status.positions();
        return new ProjectionView(
                status.name(),
                positions.stream().map(Position::stream).collect(Collectors.joining(",")),
                status.state().label(),
                positions.stream().mapToLong(p -> p.lastProcessedOffset() + 1).sum() - 1,
                positions.stream().mapToLong(p -> p.head() + 1).sum() - 1,
                status.lag(),
                status.counts().processed(),
                status.counts().unknown(),
                status.counts().skipped(),
                status.deadLetters(),
                status.lastError(),
                status.lastErrorAt(),
                status.owner(),
                status.explanation(),
                failure(status.failure()),
                positions.stream().map(Place::of).toList());
    }

    private static @Nullable Failure failure(ProjectionStatus.@Nullable Failure failed) {
        return failed == null
                ? null
                : new Failure(
                        failed.stream(),
                        failed.offset(),
                        failed.error(),
                        failed.attempts(),
                        failed.nextAttemptAt(),
                        failed.stackTrace());
    }
}
