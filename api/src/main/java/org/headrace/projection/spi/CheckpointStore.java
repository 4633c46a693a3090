package org.headrace.projection.spi;

import java.util.Optional;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;

/**
 * Keeps checkpoints. Writes join the JTA transaction of the calling thread where there is one, so that a checkpoint
 * commits with the read model it stands for; without one they are durable on return.
 */
public interface CheckpointStore {

    Optional<Checkpoint> load(String projection, String stream);

    /**
     * Moves a checkpoint on, making it when it is not there.
     *
     * @throws StaleCheckpointException when it does not stand where the move begins: somebody else moved it
     */
    void advance(String projection, String stream, Move move);

    /** {@link #advance(String, String, Move)} by events that were all processed, and of known types. */
    default void advance(String projection, String stream, long from, long to, long processed) {
        advance(projection, stream, new Move(from, to, new Counts(processed, 0, 0)));
    }

    /**
     * Has a checkpoint follow the segments of its stream, making it when it is not there.
     *
     * @param offset up to where all of them are processed
     * @param counts what became of events since the last time
     */
    void align(String projection, String stream, long offset, Counts counts);

    /**
     * Changes what became of events that a checkpoint has passed, which it does not move: a dead letter that was processed
     * is one more processed and one less parked. Nothing happens where there is no checkpoint.
     */
    void recount(String projection, String stream, Counts change);

    /** Puts a checkpoint back to the start; events that it had passed are then a replay. */
    void reset(String projection, String stream);

    /** Notes a failure beside a checkpoint, making it when it is not there. Does not move it. */
    void recordError(String projection, String stream, String error);
}
