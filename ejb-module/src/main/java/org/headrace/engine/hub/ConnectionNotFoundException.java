package org.headrace.engine.hub;

/** No connection of this node has that id: it never had, or has ended, or is another node's. */
public final class ConnectionNotFoundException extends RuntimeException {

    public ConnectionNotFoundException(String id) {
        super("No hub connection of this node has the id " + id + ": it has ended, or another node holds it");
    }
}
