package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;

@Provider
public class ProblemExceptionMapper extends ProblemMapper<ProblemException> {
    @Override
    public Problem problem(ProblemException failure) {
        return failure.problem();
    }
}
