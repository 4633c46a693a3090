package org.headrace.projection.spi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.headrace.projection.ProjectionStatus.Counts;

/**
 * A read model at one moment, without its content.
 *
 * @param id the store's, growing; 0: not stored yet
 * @param version of its form and meaning
 * @param takenAt in microseconds
 * @param checksum of the content: SHA-256, hexadecimal
 * @param bytes the content's size
 */
public record Snapshot(
        long id,
        String projection,
        int version,
        Instant takenAt,
        String takenBy,
        List<Position> positions,
        String checksum,
        long bytes) {

    /**
     * How far it is in a stream, or in a segment of one.
     *
     * @param segment −1: this is the stream's checkpoint
     * @param of how many segments there are; 0 for a checkpoint
     */
    public record Position(String stream, int segment, int of, long offset, Counts counts) {

        public static Position of(Checkpoint place) {
            return new Position(place.stream(), -1, 0, place.lastProcessedOffset(), place.counts());
        }

        public static Position of(String stream, Segment segment) {
            return new Position(
                    stream, segment.number(), segment.of(), segment.lastProcessedOffset(), segment.counts());
        }

        public boolean isCheckpoint() {
            return segment < 0;
        }
    }

    public Snapshot {
        takenAt = takenAt.truncatedTo(ChronoUnit.MICROS);
        positions = List.copyOf(positions);
    }
}
