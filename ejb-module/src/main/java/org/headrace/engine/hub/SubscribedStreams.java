package org.headrace.engine.hub;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.engine.stream.Interest;
import org.headrace.engine.stream.LiveStream;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.stream.StreamListener;

/** The streams that somebody is subscribed to: of interest to this node as long as they have subscriptions. */
final class SubscribedStreams {

    private record Shared(Interest interest, int subscriptions) {}

    private final Map<String, Shared> streams = new ConcurrentHashMap<>();
    private final LiveStreams live;
    private final Duration pollInterval;

    SubscribedStreams(LiveStreams live, Duration pollInterval) {
        this.live = live;
        this.pollInterval = pollInterval;
    }

    /** To be given back by {@link #release}. */
    LiveStream acquire(String stream) {
        return streams
                .compute(
                        stream,
                        (name, shared) -> shared == null
                                ? new Shared(live.watch(name, pollInterval, StreamListener.NONE), 1)
                                : new Shared(shared.interest(), shared.subscriptions() + 1))
                .interest()
                .stream();
    }

    void release(LiveStream stream) {
        streams.computeIfPresent(stream.name(), (name, shared) -> {
            if (shared.subscriptions() > 1) {
                return new Shared(shared.interest(), shared.subscriptions() - 1);
            }
            shared.interest().close();
            return null;
        });
    }

    int size() {
        return streams.size();
    }
}
