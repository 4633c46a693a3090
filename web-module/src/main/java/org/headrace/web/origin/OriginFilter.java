package org.headrace.web.origin;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.web.problem.Problem;

/** Applies the {@link OriginPolicy} that the configuration describes, before anything else looks at a request. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 500)
public class OriginFilter implements ContainerRequestFilter {

    private final OriginPolicy policy = OriginPolicy.configured(ConfigProvider.getConfig());

    @Override
    public void filter(ContainerRequestContext request) {
        Problem refusal = policy.refusal(
                request.getMethod(), request.getHeaderString(HttpHeaders.HOST), request.getHeaderString("Origin"));
        if (refusal != null) {
            request.abortWith(refusal.response().build());
        }
    }
}
