package org.headrace.engine.hub;

/**
 * What a client that may come back says about numbered messages, on one transport. It is ignored once there is another
 * transport: the client says again there whatever was not acknowledged. Methods may be called by any thread, in the order
 * of the client's messages, and return at once.
 */
public final class NumberedLine {

    private final HubConnection connection;
    private final Outlet transport;

    public NumberedLine(HubConnection connection, Outlet transport) {
        this.connection = connection;
        this.transport = transport;
    }

    /** A message that takes a number has come; what it asks for is done unless it has come before. */
    public void arrived(Runnable asked) {
        connection.numbered(transport, (kept, now) -> kept.arrived(asked, now));
    }

    /** The client, back on this transport, goes on with its message of this number. */
    public void continueAt(long number) {
        connection.numbered(transport, (kept, now) -> kept.continueAt(number, now));
    }

    /** The client has received all our numbered messages up to this one. */
    public void received(long number) {
        connection.numbered(transport, (kept, now) -> kept.acknowledge(number));
    }
}
