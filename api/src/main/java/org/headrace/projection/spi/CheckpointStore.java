package org.headrace.projection.spi;

import java.util.Optional;

/**
 * Keeps checkpoints. Writes join the JTA transaction of the calling thread where there is one, so that a checkpoint
 * commits with the read model it stands for; without one they are durable on return.
 */
public interface CheckpointStore {

    Optional<Checkpoint> load(String projection, String stream);

    /**
     * Moves a checkpoint on, making it when it is not there.
     *
     * @param from where it must stand now, −1 for one that is not there
     * @param to the last offset processed
     * @param processed how many events that was
     * @throws StaleCheckpointException when it does not stand at {@code from}: somebody else moved it
     */
    void advance(String projection, String stream, long from, long to, long processed);

    /** Puts a checkpoint back to the start; events that it had passed are then a replay. */
    void reset(String projection, String stream);

    /** Notes a failure beside a checkpoint, making it when it is not there. Does not move it. */
    void recordError(String projection, String stream, String error);
}
