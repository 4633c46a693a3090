package org.headrace.engine.projection;

import java.time.Instant;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.Pause;
import org.jspecify.annotations.Nullable;

/**
 * Stops a projection whose checkpoint is beyond the end of its stream. The stop is stored, so that it outlasts restarts and
 * takeovers, and lasts when the stream has grown past the checkpoint again: other events are at those offsets then, and
 * the projection would pass them over. Pure.
 */
final class RestoreGuard {

    /** The principal of its pauses. */
    static final String NAME = "headrace restore guard";

    private RestoreGuard() {}

    /**
     * What is to be stored.
     *
     * @param last the offset that the projection has processed last
     * @param head the newest offset of the stream
     */
    static RunState stop(RunState before, String stream, long last, long head, Instant now) {
        String reason = "its checkpoint is at offset " + last + " of stream " + stream + ", which ends at " + head
                + ": the database was restored to an earlier state, or is another one."
                + " Restore its read model to the same state and resume it, or rebuild it.";
        return before.withPause(new Pause(NAME, reason, now));
    }

    /** Why it has stopped the projection; null: it has not. */
    static @Nullable String reason(@Nullable RunState state) {
        Pause pause = state == null ? null : state.pause();
        return pause != null && pause.by().equals(NAME) ? pause.reason() : null;
    }
}
