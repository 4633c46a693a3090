package org.headrace.web.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.web.origin.OriginPolicy;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Who may connect to this node's hub. */
@ApplicationScoped
public class HubAdmission {

    /** Of a WebSocket's opening a page can be forged like of a write. */
    private static final String AS_A_WRITE = "POST";

    @Inject
    Hub hub;

    private final OriginPolicy origins = OriginPolicy.configured(ConfigProvider.getConfig());
    private final HubNaming naming =
            HubNaming.configured(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    private final UsedTokens used = new UsedTokens(Clock.systemUTC());

    /** @throws HubUnavailableException when no connection would be taken */
    String newToken(String principal) throws HubUnavailableException {
        return tokens().issue(principal);
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
     * Uses a token up.
     *
     * @return why it opens no connection; null: it does
     */
    @Nullable
    Problem use(String token) {
        Optional<ConnectionToken> checked;
        try {
            checked = tokens().check(token);
        } catch (HubUnavailableException e) {
            return Problem.of(ProblemType.HUB_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        if (checked.isEmpty()) {
            return Problem.of(
                    ProblemType.CONNECTION_NOT_FOUND, "No connection was negotiated under this id in the last 15 s");
        }
        return used.use(checked.get())
                ? null
                : Problem.of(ProblemType.CONNECTION_IN_USE, "A connection was already opened under this id");
    }

    private ConnectionTokens tokens() throws HubUnavailableException {
        return new ConnectionTokens(hub.tokenSecret(), Clock.systemUTC());
    }
}
