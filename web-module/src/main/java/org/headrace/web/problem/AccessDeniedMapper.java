package org.headrace.web.problem;

import jakarta.ejb.EJBAccessException;
import jakarta.ws.rs.ext.Provider;

@Provider
public class AccessDeniedMapper extends ProblemMapper<EJBAccessException> {
    @Override
    public Problem problem(EJBAccessException failure) {
        return Problem.of(ProblemType.FORBIDDEN, "You lack a role that this needs");
    }
}
