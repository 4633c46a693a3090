package org.headrace.engine.hub;

import org.headrace.engine.stream.StreamSearch;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for by a pattern. Each stream that it matches has a {@link Subscription} of its own. Only used by
 * its connection's tasks, one at a time.
 */
final class PatternSubscription {

    static final long NOT_THERE = -1;

    private final StreamPattern streams;
    private final SubscriptionRequest request;
    private @Nullable StreamSearch search;
    private boolean placed;

    PatternSubscription(StreamPattern streams, SubscriptionRequest request) {
        this.streams = streams;
        this.request = request;
    }

    String name() {
        return streams.text();
    }

    StreamPattern streams() {
        return streams;
    }

    SubscriptionOptions options() {
        return request.options();
    }

    void searchBy(StreamSearch begun) {
        search = begun;
    }

    /** Matches nothing any more. */
    void end() {
        if (search != null) {
            search.close();
        }
    }

    /** It is known which streams there were when it began. */
    void place() {
        placed = true;
    }

    boolean isPlaced() {
        return placed;
    }

    /**
     * The first offset wanted of a stream.
     *
     * @param head where the stream ended when the subscription began; {@link #NOT_THERE}: it was not there
     */
    long start(String stream, long head) {
        Long from = request.options().offsets().getOrDefault(stream, request.from());
        return from == null ? head + 1 : from;
    }
}
