package org.headrace.engine.hub;

/**
 * What a node's hub holds at this moment.
 *
 * @param connections clients connected, handshake done or not, and those that are detached
 * @param subscriptions of all connections together
 * @param streams that somebody is subscribed to
 * @param detached of the connections those whose transport broke and that are kept for their clients to come back
 */
public record HubCounts(int connections, int subscriptions, int streams, int detached) {

    /** With none detached. */
    HubCounts(int connections, int subscriptions, int streams) {
        this(connections, subscriptions, streams, 0);
    }
}
