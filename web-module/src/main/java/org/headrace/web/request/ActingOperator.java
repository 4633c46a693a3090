package org.headrace.web.request;

import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import org.headrace.operator.Operator;

/** Who sends a request that operates something, and why. */
public final class ActingOperator {

    private ActingOperator() {}

    /**
     * With {@code {"reason":"…"}}, or no body.
     *
     * @throws org.headrace.input.InvalidInputException when there is a body and it is no such object
     */
    public static Operator of(SecurityContext caller, InputStream body) throws IOException {
        return of(caller, ReasonBody.read(body));
    }

    /** @param reason as {@link ReasonBody#reason} gives it */
    public static Operator of(SecurityContext caller, String reason) {
        Principal principal = caller.getUserPrincipal();
        return new Operator(principal == null ? "anonymous" : principal.getName(), reason);
    }
}
