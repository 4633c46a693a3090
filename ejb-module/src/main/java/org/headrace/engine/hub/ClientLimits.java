package org.headrace.engine.hub;

/**
 * What clients may take of a node's hub.
 *
 * @param connectionsPerPrincipal open at a time; 0: any number. Who is not logged in is not counted
 * @param connectionsPerAddress open at a time; 0: any number
 * @param callsPerSecond what one connection may ask for, acknowledgements apart
 * @param messagesPerSecond what one connection may say, everything counted
 * @param streamsPerPattern how many streams one pattern of a connection may match
 */
public record ClientLimits(
        int connectionsPerPrincipal,
        int connectionsPerAddress,
        int callsPerSecond,
        int messagesPerSecond,
        int streamsPerPattern) {

    /** None by address: behind a proxy all clients have the proxy's. */
    public static final ClientLimits DEFAULT = new ClientLimits(1_000, 0, 100, 10_000, 1_000);

    public ClientLimits {
        HubSettings.require("headrace.hub.max-connections-per-principal", connectionsPerPrincipal, 0);
        HubSettings.require("headrace.hub.max-connections-per-address", connectionsPerAddress, 0);
        HubSettings.require("headrace.hub.max-calls-per-second", callsPerSecond, 1);
        HubSettings.require("headrace.hub.max-messages-per-second", messagesPerSecond, 1);
        HubSettings.require("headrace.hub.max-matched-streams", streamsPerPattern, 1);
    }
}
