package org.headrace.engine.hub;

/**
 * What a node's hub has sent since its start.
 *
 * @param messages in frames that were handed to transports
 * @param characters of those frames; in a binary protocol they are bytes
 */
public record HubTraffic(long messages, long characters) {

    public static final HubTraffic NOTHING = new HubTraffic(0, 0);
}
