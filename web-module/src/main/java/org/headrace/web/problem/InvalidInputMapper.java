package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.input.InvalidInputException;

@Provider
public class InvalidInputMapper extends ProblemMapper<InvalidInputException> {
    @Override
    public Problem problem(InvalidInputException failure) {
        return Problem.of(ProblemType.INVALID_INPUT, String.valueOf(failure.getMessage()), failure.violations());
    }
}
