package org.headrace.engine.stream;

import java.time.Duration;

/**
 * Somebody's interest in a stream, until it is closed. While there is any, the node asks where the stream ends and keeps
 * its newest events.
 */
public final class Interest implements AutoCloseable {

    private final LiveStreams home;
    private final LiveStream stream;
    private final Duration pollingInterval;
    private final StreamListener listener;

    Interest(LiveStreams home, LiveStream stream, Duration pollingInterval, StreamListener listener) {
        this.home = home;
        this.stream = stream;
        this.pollingInterval = pollingInterval;
        this.listener = listener;
    }

    public LiveStream stream() {
        return stream;
    }

    Duration pollingInterval() {
        return pollingInterval;
    }

    StreamListener listener() {
        return listener;
    }

    @Override
    public void close() {
        home.end(this);
    }
}
