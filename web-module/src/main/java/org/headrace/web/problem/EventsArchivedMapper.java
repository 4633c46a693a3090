package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.stream.EventsArchivedException;

@Provider
public class EventsArchivedMapper extends ProblemMapper<EventsArchivedException> {
    @Override
    public Problem problem(EventsArchivedException failure) {
        return Problem.of(ProblemType.EVENTS_ARCHIVED, String.valueOf(failure.getMessage()))
                .with("stream", failure.stream())
                .with("firstOffset", failure.firstOffset());
    }
}
