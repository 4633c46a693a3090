package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.stream.StreamNotFoundException;

@Provider
public class StreamNotFoundMapper extends ProblemMapper<StreamNotFoundException> {
    @Override
    public Problem problem(StreamNotFoundException failure) {
        return Problem.of(ProblemType.STREAM_NOT_FOUND, String.valueOf(failure.getMessage()));
    }
}
