package org.headrace.engine.hub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The feeds of the streams that somebody is subscribed to; a feed lives as long as its subscriptions. */
final class StreamFeeds {

    private record Shared(StreamFeed feed, int subscriptions) {}

    private final Map<String, Shared> feeds = new ConcurrentHashMap<>();
    private final HubParts parts;
    private final TailBudget budget = new TailBudget(feeds::size);

    StreamFeeds(HubParts parts) {
        this.parts = parts;
    }

    /** To be given back by {@link #release}. */
    StreamFeed acquire(String stream) {
        return feeds.compute(
                        stream,
                        (name, shared) -> shared == null
                                ? new Shared(new StreamFeed(name, parts, budget), 1)
                                : new Shared(shared.feed(), shared.subscriptions() + 1))
                .feed();
    }

    void release(StreamFeed feed) {
        feeds.computeIfPresent(
                feed.stream(),
                (name, shared) ->
                        shared.subscriptions() == 1 ? null : new Shared(shared.feed(), shared.subscriptions() - 1));
    }

    @Nullable
    StreamFeed find(String stream) {
        Shared shared = feeds.get(stream);
        return shared == null ? null : shared.feed();
    }

    List<String> streams() {
        return List.copyOf(feeds.keySet());
    }

    int size() {
        return feeds.size();
    }
}
