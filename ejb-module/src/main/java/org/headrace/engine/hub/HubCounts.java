package org.headrace.engine.hub;

/**
 * What a node's hub holds at this moment.
 *
 * @param connections clients connected, handshake done or not
 * @param subscriptions of all connections together
 * @param streams that somebody is subscribed to
 */
public record HubCounts(int connections, int subscriptions, int streams) {}
