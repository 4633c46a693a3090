package org.headrace.engine.hub;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection comes from, as far as is known.
 *
 * @param principal who is logged in; empty: nobody in particular
 * @param groups those of the principal's that {@link StreamAccess#groups} names
 * @param address the IP address at the other end, which is a proxy's where there is one; empty: not known
 * @param expiresAt until when the principal is known; null: for ever
 */
public record ClientOrigin(String principal, Set<String> groups, String address, @Nullable Instant expiresAt) {

    public static final ClientOrigin UNKNOWN = new ClientOrigin("", "");

    public ClientOrigin {
        groups = Set.copyOf(groups);
    }

    /** Of one who is in no group, for ever. */
    public ClientOrigin(String principal, String address) {
        this(principal, Set.of(), address, null);
    }
}
