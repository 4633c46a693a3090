package org.headrace.engine.projection;

import java.time.Duration;
import java.util.List;
import org.headrace.projection.ProjectionState;

/**
 * What this node knows of a projection without asking the store.
 *
 * @param here whether this node runs it; of one that it does not run, all that follows is empty, and the state stale
 * @param streams those that it has looked at
 * @param deadLetters how many events wait as such
 */
public record ProjectionReading(
        String name, boolean here, ProjectionState state, List<StreamReading> streams, long deadLetters) {

    public ProjectionReading {
        streams = List.copyOf(streams);
    }

    /**
     * How far it is in one stream.
     *
     * @param lag events still to be processed
     * @param behindFor how long it has not been at the end, but while it moves not longer than the event is old that it
     *     processed last; zero where nothing is to be processed
     */
    public record StreamReading(String stream, long lag, Duration behindFor) {}
}
