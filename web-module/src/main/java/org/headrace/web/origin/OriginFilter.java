package org.headrace.web.origin;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.web.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Applies the {@link OriginPolicy} that the configuration describes, before anything else looks at a request, and lets
 * pages of listed origins read the answers (CORS).
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 500)
public class OriginFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String ORIGIN = "Origin";

    private final OriginPolicy policy;

    /** As configured. */
    public OriginFilter() {
        this(OriginPolicy.configured(ConfigProvider.getConfig()));
    }

    OriginFilter(OriginPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Problem refusal = policy.refusal(
                request.getMethod(), request.getHeaderString(HttpHeaders.HOST), request.getHeaderString(ORIGIN));
        if (refusal != null) {
            request.abortWith(refusal.response().build());
        } else if (isQuestionOfAListedPage(request)) {
            ResponseBuilder answer = Response.noContent();
            Cors.allowRequest(
                    Objects.requireNonNullElse(request.getHeaderString("Access-Control-Request-Headers"), ""),
                    answer::header);
            request.abortWith(answer.build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String origin = request.getHeaderString(ORIGIN);
        if (isListed(origin)) {
            Cors.allow(origin, response.getHeaders()::add);
        }
    }

    private boolean isQuestionOfAListedPage(ContainerRequestContext request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeaderString("Access-Control-Request-Method") != null
                && isListed(request.getHeaderString(ORIGIN));
    }

    private boolean isListed(@Nullable String origin) {
        return origin != null && policy.lists(origin);
    }
}
