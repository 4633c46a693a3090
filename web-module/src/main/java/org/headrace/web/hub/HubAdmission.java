package org.headrace.web.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.hub.ClientOrigin;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.engine.hub.TooManyConnectionsException;
import org.headrace.web.origin.OriginPolicy;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.AccessTable.Row;
import org.headrace.web.security.Caller;
import org.headrace.web.security.Gate;
import org.jspecify.annotations.Nullable;

/** Who may connect to this node's hub. */
@ApplicationScoped
public class HubAdmission {

    /** Of a WebSocket's opening a page can be forged like of a write. */
    private static final String AS_A_WRITE = "POST";

    @Inject
    Hub hub;

    @Inject
    Gate gate;

    private final OriginPolicy origins = OriginPolicy.configured(ConfigProvider.getConfig());
    private final HubNaming naming =
            HubNaming.configured(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    private final UsedTokens used = new UsedTokens(Clock.systemUTC());

    /** Where a request comes from. A header such as X-Forwarded-For is not believed: anybody can write it. */
    ClientOrigin originOf(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        return gate.origin(Caller.of(request), request::isUserInRole, address == null ? "" : address);
    }

    /** Why the caller lacks the role for it; null: it does not. */
    @Nullable
    Problem refusal(HttpServletRequest request, Row row) {
        return gate.refusal(Caller.of(request), request::isUserInRole, row.role());
    }

    /** Why the stream is not open to the caller; null: it is. */
    @Nullable
    Problem refusal(HttpServletRequest request, String stream) {
        return gate.refusal(Caller.of(request), request::isUserInRole, stream);
    }

    /** Of a client that was not let in. */
    static Problem problem(HubUnavailableException refusal) {
        return Problem.of(
                refusal instanceof TooManyConnectionsException
                        ? ProblemType.TOO_MANY_CONNECTIONS
                        : ProblemType.HUB_UNAVAILABLE,
                String.valueOf(refusal.getMessage()));
    }

    /** @throws HubUnavailableException when no connection would be taken */
    String newToken(ClientOrigin origin, boolean resumable) throws HubUnavailableException {
        hub.requireRoom(origin);
        return tokens().issue(origin.principal(), resumable);
    }

    /** Whether clients may come back to their connections. */
    boolean keepsConnections() {
        return hub.keepsConnections();
    }

    /**
     * What a connection opened with this token is known by when its client comes back.
     *
     * @param principal who brings it
     * @return null: it cannot come back
     */
    @Nullable
    String resumedAs(String token, String principal) throws HubUnavailableException {
        return tokens().signed(token)
                .filter(said -> said.resumable() && said.principal().equals(principal))
                .map(ConnectionToken::id)
                .orElse(null);
    }

    /** Why the request is refused for where it comes from; null: it is not. */
    @Nullable
    Problem refusal(@Nullable String host, @Nullable String origin) {
        return origins.refusal(AS_A_WRITE, host, origin);
    }

    HubNaming naming() {
        return naming;
    }

    /** Whether pages of that origin may read the answers. */
    boolean isListed(@Nullable String origin) {
        return origin != null && origins.lists(origin);
    }

    /**
     * Uses a token up, unless its client comes back with it to a connection of this node.
     *
     * @param principal who brings it, who must be the one who has negotiated
     * @return why it opens no connection; null: it does
     */
    @Nullable
    Problem use(String token, String principal) {
        Optional<ConnectionToken> checked;
        try {
            String resumedAs = resumedAs(token, principal);
            if (resumedAs != null && hub.resumable(resumedAs) != null) {
                return null;
            }
            checked = tokens().check(token).filter(said -> said.principal().equals(principal));
        } catch (HubUnavailableException e) {
            return problem(e);
        }
        if (checked.isEmpty()) {
            return Problem.of(
                    ProblemType.CONNECTION_NOT_FOUND, "No connection was negotiated under this id in the last 15 s");
        }
        if (used.use(checked.get())) {
            return null;
        }
        return checked.get().resumable()
                ? Problem.of(ProblemType.CONNECTION_NOT_FOUND, "The connection of this id has ended: negotiate anew")
                : Problem.of(ProblemType.CONNECTION_IN_USE, "A connection was already opened under this id");
    }

    private ConnectionTokens tokens() throws HubUnavailableException {
        return new ConnectionTokens(hub.tokenSecret(), Clock.systemUTC());
    }
}
