package org.headrace.web.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.util.Map;
import java.util.function.Consumer;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;

/** Who sends a request that operates something, and why. */
public final class ActingOperator {

    private ActingOperator() {}

    /**
     * With {@code {"reason":"…"}}, or no body.
     *
     * @throws org.headrace.input.InvalidInputException when there is a body and it is no such object
     */
    public static Operator of(SecurityContext caller, InputStream body) throws IOException {
        return of(caller, body, Map.of());
    }

    /**
     * As {@link #of(SecurityContext, InputStream)}, of an action that takes more than a reason.
     *
     * @param others what takes the members beside the reason, by their names
     */
    public static Operator of(SecurityContext caller, InputStream body, Map<String, Consumer<JsonText>> others)
            throws IOException {
        return of(caller, ReasonBody.read(body, others));
    }

    /**
     * With {@code ?reason=…}, or none, of a request that has no body.
     *
     * @param reason null: none
     * @throws InvalidInputException when there is a body, which some servers refuse before we see it, or the reason is none
     */
    public static Operator ofQuery(SecurityContext caller, @Nullable String reason, HttpHeaders request) {
        if (request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null) {
            throw new InvalidInputException("body", "must be empty: the reason goes into the query, as ?reason=…");
        }
        return of(caller, reason == null ? "" : ReasonBody.checked(reason));
    }

    /** @param reason as {@link ReasonBody#reason} gives it */
    public static Operator of(SecurityContext caller, String reason) {
        Principal principal = caller.getUserPrincipal();
        return new Operator(principal == null ? "anonymous" : principal.getName(), reason);
    }
}
