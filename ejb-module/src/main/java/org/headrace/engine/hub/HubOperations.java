package org.headrace.engine.hub;

import java.util.List;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;

/**
 * What operators see of this node's connections and do to them. What they do is recorded first: what cannot be recorded is
 * not done. A connection that is slow to answer holds nothing up.
 */
public interface HubOperations {

    /**
     * Some connections of this node.
     *
     * @param node its name
     * @param connections in order of their ids
     * @param next the id to go on after; null: there are no more
     */
    record Page(String node, List<ConnectionStatus> connections, @Nullable String next) {
        public Page {
            connections = List.copyOf(connections);
        }
    }

    /**
     * Lists them.
     *
     * @param after an id, which need not exist any more; null: from the first on
     * @param limit from 1
     */
    Page list(@Nullable String after, int limit) throws HubUnavailableException;

    /** @throws ConnectionNotFoundException when there is none */
    ConnectionStatus one(String id) throws HubUnavailableException;

    /**
     * Tells the client that an operator closes its connection, and why, and closes it; the client may not come again by
     * itself where its protocol can say so.
     *
     * @throws ConnectionNotFoundException when there is none
     */
    void close(String id, Operator by) throws HubUnavailableException;

    /**
     * Does something to a subscription.
     *
     * @return the connection afterwards
     * @throws ConnectionNotFoundException when there is none
     * @throws SubscriptionNotFoundException when it is not subscribed to that stream
     * @throws org.headrace.input.InvalidInputException for {@code offset}, when that is ahead of the subscription
     * @throws org.headrace.stream.EventsArchivedException when events from that offset on are not live any more
     */
    ConnectionStatus act(String id, String stream, SubscriptionAction action, Operator by)
            throws HubUnavailableException;
}
