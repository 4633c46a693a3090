package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.stream.EventLogUnavailableException;

@Provider
public class LogUnavailableMapper extends ProblemMapper<EventLogUnavailableException> {
    @Override
    public Problem problem(EventLogUnavailableException failure) {
        return Problem.of(ProblemType.STORE_UNAVAILABLE, String.valueOf(failure.getMessage()));
    }
}
