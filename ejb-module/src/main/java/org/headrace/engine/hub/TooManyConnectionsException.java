package org.headrace.engine.hub;

/** The client has all the connections that it may have; others are still taken. */
public final class TooManyConnectionsException extends HubUnavailableException {

    public TooManyConnectionsException(String message) {
        super(message);
    }
}
