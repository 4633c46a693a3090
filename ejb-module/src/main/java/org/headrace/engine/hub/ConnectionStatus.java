package org.headrace.engine.hub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection at one moment.
 *
 * @param connectedAt by the node's clock, as all times here
 * @param heardAt when the client last said anything, be it only that it lives
 * @param details null: the connection had no time to tell them
 */
public record ConnectionStatus(
        String id, ClientOrigin origin, Instant connectedAt, Instant heardAt, @Nullable Details details) {

    /**
     * What only the connection itself knows.
     *
     * @param protocol null: the client has not said what it speaks
     * @param naming how events are spelt; null as {@code protocol}
     * @param messages sent so far, in frames that have been handed to the transport
     * @param characters of those; in a binary protocol they are bytes
     * @param sendingSince since when a frame is on its way that the client does not take; null: none is
     * @param patterns that it is subscribed to, whether streams match them or not, in order
     * @param subscriptions those of patterns among them, in order of the stream's name
     */
    public record Details(
            @Nullable String protocol,
            @Nullable String naming,
            long messages,
            long characters,
            @Nullable Instant sendingSince,
            List<String> patterns,
            List<SubscriptionStatus> subscriptions) {

        public Details {
            patterns = List.copyOf(patterns);
            subscriptions = List.copyOf(subscriptions);
        }
    }
}
