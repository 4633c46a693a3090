package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.projection.DeadLetterNotFoundException;

@Provider
public class DeadLetterNotFoundMapper extends ProblemMapper<DeadLetterNotFoundException> {
    @Override
    public Problem problem(DeadLetterNotFoundException failure) {
        return Problem.of(ProblemType.DEAD_LETTER_NOT_FOUND, String.valueOf(failure.getMessage()));
    }
}
