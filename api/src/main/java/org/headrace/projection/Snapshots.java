package org.headrace.projection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.headrace.operator.Operator;

/**
 * Snapshots of read models, from which rebuilds start. Inject it. Safe for use by many threads. Methods throw
 * {@link ProjectionNotFoundException} for an unknown name.
 */
public interface Snapshots {

    /**
     * What is known of one.
     *
     * @param fits whether it is of the version that the projection reads today
     * @param offsets by stream: the last event that it has seen
     * @param bytes its size
     */
    record Info(
            long id,
            int version,
            boolean fits,
            Instant takenAt,
            String takenBy,
            Map<String, Long> offsets,
            long bytes) {
        public Info {
            offsets = Map.copyOf(offsets);
        }
    }

    /** The newest first. */
    List<Info> list(String name);

    /**
     * Takes one. The projection stands meanwhile. The oldest ones beyond three are dropped.
     *
     * @throws ProjectionStateException when it is no {@link SnapshottableProjection}, has dead letters, or cannot be written
     */
    Info take(String name, Operator by);
}
