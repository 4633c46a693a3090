package org.headrace.engine.hub;

/** The connection is not subscribed to that stream, or not yet. */
public final class SubscriptionNotFoundException extends RuntimeException {

    public SubscriptionNotFoundException(String connectionId, String stream) {
        super("Hub connection " + connectionId + " has no subscription to " + stream + " that has begun");
    }
}
