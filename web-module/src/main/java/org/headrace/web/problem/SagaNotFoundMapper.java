package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.saga.SagaNotFoundException;

@Provider
public class SagaNotFoundMapper extends ProblemMapper<SagaNotFoundException> {
    @Override
    public Problem problem(SagaNotFoundException failure) {
        return Problem.of(ProblemType.SAGA_NOT_FOUND, String.valueOf(failure.getMessage()));
    }
}
