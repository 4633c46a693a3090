package org.headrace.web.hub;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tokens have been used on this node: a token opens one connection. Remembered for as long as the token would be
 * accepted, whether or not its connection has ended.
 */
final class UsedTokens {

    private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
    private final Clock clock;

    UsedTokens(Clock clock) {
        this.clock = clock;
    }

    /** @return false: it is in use */
    boolean use(ConnectionToken token) {
        Instant now = clock.instant();
        expiries.values().removeIf(expiry -> expiry.isBefore(now));
        Instant expiry = token.issuedAt().plus(ConnectionTokens.LIFETIME).plusSeconds(1);
        return expiries.putIfAbsent(token.id(), expiry) == null;
    }

    int size() {
        return expiries.size();
    }
}
