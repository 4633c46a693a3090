package org.headrace.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild is, in place or beside.
 *
 * @param progress null where nothing is being read
 * @param beside null: there is no rebuild beside
 * @param explanation what it does or why it stands, and what can be done, in a sentence
 */
public record RebuildStatus(
        String projection, State state, @Nullable Progress progress, @Nullable Beside beside, String explanation) {

    /** What is going on. */
    public enum State {
        /** Nothing is being rebuilt, and nothing can be rolled back. */
        NONE("None"),
        /** The read model that serves was emptied and is read in again. */
        IN_PLACE("InPlace"),
        /** A new version fills tables of its own. */
        BUILDING("Building"),
        /** The new version is where the one that serves is: it can be switched. */
        CAUGHT_UP("CaughtUp"),
        /** An event failed in the new version; it is tried again later, or waits for somebody. */
        FAILING("Failing"),
        /** The new version serves; the previous one is kept until this is finished or rolled back. */
        SWITCHED("Switched");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The name that clients see. */
        public String label() {
            return label;
        }
    }

    /**
     * How far it has read.
     *
     * @param eventsRead of all that are to be read, over all streams
     * @param eventsToGo up to the streams' heads
     * @param eventsPerSecond lately, where this node runs it, otherwise since it began; null: not known yet
     * @param timeLeft at that rate; null: not known
     */
    public record Progress(
            long eventsRead, long eventsToGo, @Nullable Double eventsPerSecond, @Nullable Duration timeLeft) {

        /** From 0 to 100; 100 only when nothing is left. */
        public int percent() {
            long all = eventsRead + eventsToGo;
            return eventsToGo == 0 ? 100 : (int) Math.min(99, eventsRead * 100 / all);
        }
    }

    /** A rebuild beside. */
    public record Beside(List<String> tables, Instant startedAt, String startedBy, String reason, boolean autoSwitch) {
        public Beside {
            tables = List.copyOf(tables);
        }
    }

    /** What one may see of it who may know of some of the projection's streams only: not which event failed, and why. */
    public RebuildStatus withoutCause() {
        return state != State.FAILING
                ? this
                : new RebuildStatus(
                        projection,
                        state,
                        progress,
                        beside,
                        "An event fails in the new version. It reads streams that are for some users only"
                                + " (headrace.restricted-streams): what fails is not told here");
    }
}
