package org.headrace.engine.hub;

/** The hub takes no more connections: it is full, or has not started, or is stopping. */
public sealed class HubUnavailableException extends Exception permits TooManyConnectionsException {

    public HubUnavailableException(String message) {
        super(message);
    }
}
