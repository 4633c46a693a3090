package org.headrace.web.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.headrace.engine.hub.ClientOrigin;
import org.headrace.engine.hub.RestrictedStreams;
import org.headrace.engine.hub.StreamAccess;
import org.headrace.engine.security.Role;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Decides whether a caller may do something. Every edge asks it before it does anything. Safe for use by many threads. */
public final class Gate {

    private final SecurityMode mode;
    private final RoleGroups roles;
    private final StreamAccess streams;

    Gate(SecurityMode mode, RoleGroups roles, StreamAccess streams) {
        this.mode = mode;
        this.roles = roles;
        this.streams = streams;
    }

    /** As some settings have it. */
    static Gate configured(Function<String, Optional<String>> settings) {
        return new Gate(
                SecurityMode.configured(settings),
                RoleGroups.configured(settings),
                RestrictedStreams.configured(settings));
    }

    /**
     * Why the caller may not do what needs the role; null: it may.
     *
     * @param inContainer whether the container has the caller in a group or role
     * @param needed null: everybody may
     */
    public @Nullable Problem refusal(Caller caller, Predicate<String> inContainer, @Nullable Role needed) {
        if (needed == null || mode == SecurityMode.OPEN || has(caller, inContainer, needed)) {
            return null;
        }
        return caller.isKnown()
                ? Problem.of(ProblemType.FORBIDDEN, "You lack a role that this needs: " + needed.text())
                : loginNeeded(caller);
    }

    /** The same of somebody's own roles, one of which is needed. */
    @Nullable
    Problem refusal(Caller caller, Predicate<String> inContainer, Set<String> allowed) {
        if (mode == SecurityMode.OPEN || allowed.stream().anyMatch(role -> isIn(caller, inContainer, role))) {
            return null;
        }
        return caller.isKnown()
                ? Problem.of(ProblemType.FORBIDDEN, "You lack a role that this needs")
                : loginNeeded(caller);
    }

    /** Why the caller may not read the stream, nor append to it; null: it may. */
    public @Nullable Problem refusal(Caller caller, Predicate<String> inContainer, String stream) {
        if (streams.admits(origin(caller, inContainer, ""), stream)) {
            return null;
        }
        return Problem.of(
                ProblemType.STREAM_RESTRICTED,
                "The stream " + stream + " is for some users only: headrace.restricted-streams names them");
    }

    /** Whether there are streams that are for some users only. */
    boolean restrictsStreams() {
        return streams != StreamAccess.OPEN;
    }

    /** Whether who sends the request may know of the stream. */
    public boolean shows(ContainerRequestContext request, String stream) {
        Caller caller = Caller.of(request.getProperty(Caller.ATTRIBUTE));
        return refusal(caller, request.getSecurityContext()::isUserInRole, stream) == null;
    }

    /** Where a connection of the caller's comes from. */
    public ClientOrigin origin(Caller caller, Predicate<String> inContainer, String address) {
        Set<String> groups = streams.groups().stream()
                .filter(group -> isIn(caller, inContainer, group))
                .collect(Collectors.toUnmodifiableSet());
        return new ClientOrigin(caller.name(), groups, address, caller.expiresAt());
    }

    /** Whether the caller is in a group, or has one of our roles. */
    boolean isIn(Caller caller, Predicate<String> inContainer, String groupOrRole) {
        for (Role role : Role.values()) {
            if (role.text().equals(groupOrRole) && has(caller, inContainer, role)) {
                return true;
            }
        }
        return caller.groups().contains(groupOrRole) || inContainer.test(groupOrRole);
    }

    private boolean has(Caller caller, Predicate<String> inContainer, Role needed) {
        return roles.have(needed, group -> caller.groups().contains(group) || inContainer.test(group));
    }

    private static Problem loginNeeded(Caller caller) {
        return caller.refused() != null
                ? caller.refused()
                : Problem.of(
                        ProblemType.UNAUTHENTICATED, "Log in: send a name and password (Basic) or a token (Bearer)");
    }
}
