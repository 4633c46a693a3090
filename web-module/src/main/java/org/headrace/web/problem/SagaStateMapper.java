package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.saga.SagaStateException;

@Provider
public class SagaStateMapper extends ProblemMapper<SagaStateException> {
    @Override
    public Problem problem(SagaStateException failure) {
        return Problem.of(ProblemType.SAGA_STATE, String.valueOf(failure.getMessage()));
    }
}
