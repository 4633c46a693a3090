package org.headrace.web.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What resources see of the caller: roles as we map them. */
final class CallersContext implements SecurityContext {

    private final SecurityContext container;
    private final Caller caller;
    private final Gate gate;

    CallersContext(SecurityContext container, Caller caller, Gate gate) {
        this.container = container;
        this.caller = caller;
        this.gate = gate;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return container.getUserPrincipal();
    }

    @Override
    public boolean isUserInRole(String role) {
        return gate.isIn(caller, container::isUserInRole, role);
    }

    @Override
    public boolean isSecure() {
        return container.isSecure();
    }

    @Override
    public @Nullable String getAuthenticationScheme() {
        return container.getAuthenticationScheme();
    }
}
