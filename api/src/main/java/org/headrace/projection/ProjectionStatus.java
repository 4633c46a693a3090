package org.headrace.projection;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection stands.
 *
 * @param name its name
 * @param state what it is doing
 * @param positions one a stream, in the order of its definition
 * @param lastError the newest failure, kept after a success; null: none yet
 * @param lastErrorAt when that was
 * @param failure the event that holds it up; null when nothing does
 * @param owner the name of the node that runs it; null: none does at this moment
 * @param explanation why it is not moving, or that it is, in a sentence
 */
public record ProjectionStatus(
        String name,
        ProjectionState state,
        List<Position> positions,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        @Nullable Failure failure,
        @Nullable String owner,
        String explanation) {

    /**
     * Where it stands in one stream.
     *
     * @param lastProcessedOffset −1: nothing yet
     * @param head the offset of the stream's newest event, −1: none
     * @param counts what became of the events up to there, since the last reset
     * @param segments of a parallel projection where each of its segments stands; empty: the stream is not split
     */
    public record Position(String stream, long lastProcessedOffset, long head, Counts counts, List<Long> segments) {

        public Position {
            segments = List.copyOf(segments);
        }

        /** Of a stream that is not split. */
        public Position(String stream, long lastProcessedOffset, long head, Counts counts) {
            this(stream, lastProcessedOffset, head, counts, List.of());
        }

        /** Events still to be processed. */
        public long lag() {
            return Math.max(0, head - lastProcessedOffset);
        }

        /** Passed-over events included. */
        public long eventsProcessed() {
            return counts.processed();
        }
    }

    /**
     * What became of events.
     *
     * @param processed handed to the projection, or passed over because it takes no such type
     * @param unknown those among them of a type that the projection has no class for
     * @param skipped left out on an operator's word
     * @param parked left out for now: they are dead letters
     */
    public record Counts(long processed, long unknown, long skipped, long parked) {

        public static final Counts NONE = new Counts(0, 0, 0);

        /** None parked. */
        public Counts(long processed, long unknown, long skipped) {
            this(processed, unknown, skipped, 0);
        }

        public Counts plus(Counts more) {
            return new Counts(
                    processed + more.processed, unknown + more.unknown, skipped + more.skipped, parked + more.parked);
        }
    }

    /**
     * An event that cannot be processed.
     *
     * @param attempts how often it was tried
     * @param nextAttemptAt null: not before somebody resumes the projection
     */
    public record Failure(
            String stream,
            long offset,
            String error,
            String stackTrace,
            int attempts,
            @Nullable Instant nextAttemptAt) {}

    public ProjectionStatus {
        positions = List.copyOf(positions);
    }

    /**
     * What one may see of it who may know of some of its streams only: nothing that concerns the others.
     *
     * @param known whether one may know of a stream
     */
    public ProjectionStatus seenBy(Predicate<String> known) {
        List<Position> shown =
                positions.stream().filter(p -> known.test(p.stream())).toList();
        if (shown.size() == positions.size()) {
            return this;
        }
        return new ProjectionStatus(
                name,
                state,
                shown,
                null,
                null,
                failure == null || !known.test(failure.stream()) ? null : failure,
                owner,
                "It reads streams that are for some users only (headrace.restricted-streams): what concerns them is not"
                        + " told here");
    }

    /** The sum over its streams. */
    public long lag() {
        return positions.stream().mapToLong(Position::lag).sum();
    }

    /** The sum over its streams. */
    public long eventsProcessed() {
        return counts().processed();
    }

    /** The sums over its streams. */
    public Counts counts() {
        return positions.stream().map(Position::counts).reduce(Counts.NONE, Counts::plus);
    }

    /** How many events wait as dead letters. */
    public long deadLetters() {
        return counts().parked();
    }
}
