package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.engine.hub.ConnectionNotFoundException;

@Provider
public class ConnectionNotFoundMapper extends ProblemMapper<ConnectionNotFoundException> {
    @Override
    public Problem problem(ConnectionNotFoundException failure) {
        return Problem.of(ProblemType.CONNECTION_NOT_FOUND, String.valueOf(failure.getMessage()));
    }
}
