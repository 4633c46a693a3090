package org.headrace.engine.hub;

/**
 * Decides who may read what by the hub: asked of each stream that a client subscribes to, and of each that a pattern
 * matches, at the moment when its subscription begins. Safe for use by many threads.
 */
@FunctionalInterface
public interface StreamAccess {

    /** Everybody may read everything. */
    StreamAccess OPEN = (client, stream) -> true;

    /** Returns at once. */
    boolean mayRead(ClientOrigin client, String stream);
}
