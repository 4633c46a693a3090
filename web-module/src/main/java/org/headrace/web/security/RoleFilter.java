package org.headrace.web.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.AccessTable.Row;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every resource: ours need what the {@link AccessTable} says, those of users' modules what their annotations
 * say. It goes by the method that will run, not by the path that was asked for, so that no spelling of a path gets round it.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class RoleFilter implements ContainerRequestFilter {

    private static final Log LOG = Log.of(RoleFilter.class);

    private static final String OURS = "org.headrace.web.";

    @Context
    ResourceInfo resource;

    private final Gate gate;

    /** For JAX-RS, whose providers are no beans. */
    public RoleFilter() {
        this(CDI.current().select(Gate.class).get());
    }

    RoleFilter(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Caller caller = Caller.of(request.getProperty(Caller.ATTRIBUTE));
        SecurityContext container = request.getSecurityContext();
        Problem refusal = refusal(request, caller, container::isUserInRole);
        if (refusal == null) {
            request.setSecurityContext(new CallersContext(container, caller, gate));
        } else {
            request.abortWith(refusal.response().build());
        }
    }

    private @Nullable Problem refusal(ContainerRequestContext request, Caller caller, Predicate<String> inContainer) {
        Optional<ResourceMethod> found = ResourceMethod.of(resource.getResourceClass(), resource.getResourceMethod());
        if (found.isEmpty()) {
            return gate.refusal(caller, inContainer, AnnotatedAccess.usual(request.getMethod()));
        }
        ResourceMethod method = found.get();
        if (!method.type().getName().startsWith(OURS)) {
            return AnnotatedAccess.refusal(gate, caller, inContainer, method, request.getMethod());
        }
        Row row = method.httpMethod()
                .flatMap(verb -> AccessTable.find(verb, method.template()))
                .orElse(null);
        if (row == null) {
            LOG.write(LogMessage.ENDPOINT_WITHOUT_ROLE, method.template());
            return Problem.of(ProblemType.FORBIDDEN, "Nobody may do this");
        }
        Problem refusal = gate.refusal(caller, inContainer, row.role());
        return refusal != null || row.stream() == null
                ? refusal
                : ofStreams(request, caller, inContainer, row.stream());
    }

    private @Nullable Problem ofStreams(
            ContainerRequestContext request, Caller caller, Predicate<String> inContainer, String parameter) {
        for (String stream : request.getUriInfo().getPathParameters().getOrDefault(parameter, List.of())) {
            Problem refusal = gate.refusal(caller, inContainer, stream);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }
}
