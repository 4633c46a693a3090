package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.stream.OutcomeUnknownException;

@Provider
public class OutcomeUnknownMapper extends ProblemMapper<OutcomeUnknownException> {
    @Override
    public Problem problem(OutcomeUnknownException failure) {
        return Problem.of(ProblemType.OUTCOME_UNKNOWN, String.valueOf(failure.getMessage()));
    }
}
