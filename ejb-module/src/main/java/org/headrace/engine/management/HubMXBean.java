package org.headrace.engine.management;

import java.util.List;

/** The hub of this node. */
@Told("The hub of this node")
public interface HubMXBean {

    @Told("Connections, detached ones included")
    int getConnections();

    @Told("Connections whose transport broke and that wait for their clients")
    int getDetachedConnections();

    @Told("Subscriptions of all connections")
    int getSubscriptions();

    @Told("Streams that somebody is subscribed to")
    int getStreams();

    @Told("Events that the subscription is behind that is behind most, as of the last second")
    long getMostBehind();

    @Told("Messages sent since the start")
    long getSentMessages();

    @Told("Characters sent since the start; of binary protocols, bytes")
    long getSentCharacters();

    @Told("How many connections this node may have: headrace.hub.max-connections")
    int getMaxConnections();

    @Told("How many subscriptions a connection may have: headrace.hub.max-subscriptions")
    int getMaxSubscriptions();

    @Told("How many connections a user may have: headrace.hub.max-connections-per-principal; 0: any number")
    int getMaxConnectionsPerPrincipal();

    @Told("How many connections an address may have: headrace.hub.max-connections-per-address; 0: any number")
    int getMaxConnectionsPerAddress();

    @Told("The ids of the first connections, in order")
    List<String> connectionIds(@Told("At most so many, from 1 to 1,000") int limit);

    @Told("Tells a client that an operator closes its connection, and closes it")
    String closeConnection(
            @Told("Its id") String id, @Told("Why; it is recorded, and told to the client") String reason);
}
