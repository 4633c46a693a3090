package org.headrace.projection;

import java.util.Optional;
import org.headrace.stream.RecordedEvent;
import org.headrace.trace.TraceContext;

/**
 * What surrounds an event while it is projected.
 *
 * @param projection the projection's name
 * @param event the event as the log holds it
 * @param attempt how many times this event has failed before, from 0
 * @param replaying whether a rebuild reads the event again: leave out effects beyond the read model
 */
public record EventContext(String projection, RecordedEvent event, int attempt, boolean replaying) {

    /** The trace that the event carries; empty: it carries none. */
    public Optional<TraceContext> trace() {
        return TraceContext.in(event.metadata());
    }
}
