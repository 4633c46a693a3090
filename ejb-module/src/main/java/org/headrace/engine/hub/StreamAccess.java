package org.headrace.engine.hub;

import java.util.Set;

/**
 * Decides which streams a client may read and append to. The hub asks it of each stream that a client subscribes to, and of
 * each that a pattern matches, at the moment when its subscription begins. Safe for use by many threads.
 */
@FunctionalInterface
public interface StreamAccess {

    /** Everybody may have everything. */
    StreamAccess OPEN = (client, stream) -> true;

    /** Returns at once. */
    boolean admits(ClientOrigin client, String stream);

    /** The groups of a client that its answers depend on. */
    default Set<String> groups() {
        return Set.of();
    }
}
