package org.headrace.engine.hub;

/** The hub takes no more connections: it is full, or has not started, or is stopping. */
public final class HubUnavailableException extends Exception {

    public HubUnavailableException(String message) {
        super(message);
    }
}
