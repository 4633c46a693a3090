package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.engine.hub.SubscriptionNotFoundException;

@Provider
public class SubscriptionNotFoundMapper extends ProblemMapper<SubscriptionNotFoundException> {
    @Override
    public Problem problem(SubscriptionNotFoundException failure) {
        return Problem.of(ProblemType.SUBSCRIPTION_NOT_FOUND, String.valueOf(failure.getMessage()));
    }
}
