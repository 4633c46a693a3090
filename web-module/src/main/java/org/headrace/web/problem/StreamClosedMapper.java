package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.stream.StreamClosedException;

@Provider
public class StreamClosedMapper extends ProblemMapper<StreamClosedException> {
    @Override
    public Problem problem(StreamClosedException failure) {
        return Problem.of(ProblemType.STREAM_CLOSED, String.valueOf(failure.getMessage()));
    }
}
