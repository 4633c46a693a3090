package org.headrace.projection;

import java.util.List;
import org.headrace.operator.Operator;

/**
 * Operates the projections of this node. Inject it. Safe for use by many threads. Every action is logged with who and
 * why.
 *
 * <p>Methods that take a name throw {@link ProjectionNotFoundException} for an unknown one, and
 * {@link ProjectionStateException} where the projection's state does not allow the action.
 */
public interface Projections {

    /** In order of name. */
    List<ProjectionStatus> statuses();

    ProjectionStatus status(String name);

    /**
     * Counts anew: that the streams hold the offsets from 0 to their heads without a gap, and that as many events were
     * processed, skipped or parked as dead letters as the checkpoints say. Reads an index of all events of its streams; the
     * projection goes on meanwhile.
     *
     * @throws org.headrace.stream.EventLogUnavailableException when the store does not answer
     */
    ProjectionAudit audit(String name);

    /** Stops the projection after the batch it is in; returns when it stands. A paused one stays as it is. */
    ProjectionStatus pause(String name, Operator by);

    /**
     * Lets a paused projection run again; an event that had failed gets all its tries anew.
     *
     * @throws ProjectionStateException when it is not paused
     */
    ProjectionStatus resume(String name, Operator by);

    /**
     * Empties the read model and reads everything again, in place: the reset and the checkpoint are one transaction. A
     * paused projection runs afterwards.
     *
     * @throws ProjectionStateException when it is not a {@link ResettableProjection}
     */
    ProjectionStatus rebuild(String name, Operator by);

    /**
     * Has each stream processed in so many segments from now on, in place of {@link ProjectionOptions#parallelism}. When
     * another number is in use all segments are first brought to one offset; the projection goes on meanwhile.
     *
     * @param segments from 1 to {@link ProjectionOptions#MAX_PARALLELISM}
     * @throws org.headrace.input.InvalidInputException for any other number
     * @throws ProjectionStateException for more than one, when it is no {@link ParallelProjection}
     */
    ProjectionStatus split(String name, int segments, Operator by);

    /**
     * Tries a failing event again now.
     *
     * @throws ProjectionStateException when no event holds it up
     */
    ProjectionStatus retry(String name, Operator by);

    /**
     * Passes over the event that holds the projection up, and goes on.
     *
     * @throws ProjectionStateException when no event holds it up
     */
    ProjectionStatus skip(String name, Operator by);

    /**
     * Passes over this event, if it is the one that holds the projection up, and goes on. Another one may have come to do so
     * since somebody looked.
     *
     * @throws ProjectionStateException when this event does not hold it up, or no longer
     */
    ProjectionStatus skip(String name, DeadLetter.Address event, Operator by);
}
