package org.headrace.projection.spi;

import java.util.List;
import java.util.Optional;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;

/** Keeps how far the segments of parallel projections are. Transactions as in {@link CheckpointStore}. */
public interface SegmentStore {

    /** In order of number; empty: the stream is not split, and its checkpoint counts. */
    List<Segment> load(String projection, String stream);

    /**
     * Moves a segment on.
     *
     * @throws StaleCheckpointException when it does not stand where the move begins: somebody else moved it
     */
    void advance(String projection, String stream, int number, Move move);

    /** What became of events since this was called last, in all segments: their counts begin anew. Needs a transaction. */
    Counts drain(String projection, String stream);

    /** Puts these in place of those that are there; none: the stream is not split any more. */
    void replace(String projection, String stream, List<Segment> segments);

    /** How many segments an operator has asked for; nothing: the projection's options count. */
    Optional<Integer> wanted(String projection);

    /** Notes what an operator asks for. */
    void want(String projection, int segments);
}
