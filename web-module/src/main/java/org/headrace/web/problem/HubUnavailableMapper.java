package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.engine.hub.HubUnavailableException;

@Provider
public class HubUnavailableMapper extends ProblemMapper<HubUnavailableException> {
    @Override
    public Problem problem(HubUnavailableException failure) {
        return Problem.of(ProblemType.HUB_UNAVAILABLE, String.valueOf(failure.getMessage()));
    }
}
