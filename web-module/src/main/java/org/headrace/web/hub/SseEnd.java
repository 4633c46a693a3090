package org.headrace.web.hub;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.headrace.engine.hub.HubConnection;

/** Lets go of a connection when its response has ended, however it did. */
record SseEnd(HubConnection connection, OpenEventStreams streams) implements AsyncListener {

    /** After each of the others too. */
    @Override
    public void onComplete(AsyncEvent event) {
        connection.gone();
        streams.ended();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        connection.gone();
    }

    @Override
    public void onError(AsyncEvent event) {
        connection.gone();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
