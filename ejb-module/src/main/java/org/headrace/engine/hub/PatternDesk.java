package org.headrace.engine.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.headrace.engine.stream.StreamSearch;
import org.headrace.engine.stream.StreamSearch.Found;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A client's subscriptions by pattern. A stream has one subscription of a connection at the most: its own where there is
 * one, else that of the earliest pattern that matches it; when that goes, the next one goes on where it was. Only used by
 * its connection's tasks, one at a time.
 */
final class PatternDesk {

    private final SubscriptionDesk.Client client;
    private final HubConnection.Home home;
    private final HubParts parts;
    private final HubSettings settings;
    private final Cursors cursors;
    private final Map<String, PatternSubscription> patterns = new LinkedHashMap<>();

    /** The subscriptions to single streams. */
    interface Cursors {

        boolean has(String stream);

        Subscription open(PatternSubscription pattern, String stream, long from);

        void close(Subscription subscription);

        /** Those that a pattern has opened. */
        List<Subscription> of(PatternSubscription pattern);
    }

    PatternDesk(
            SubscriptionDesk.Client client,
            HubConnection.Home home,
            HubParts parts,
            HubSettings settings,
            Cursors cursors) {
        this.client = client;
        this.home = home;
        this.parts = parts;
        this.settings = settings;
        this.cursors = cursors;
    }

    /** In order. */
    List<String> names() {
        return patterns.keySet().stream().sorted().toList();
    }

    int size() {
        return patterns.size();
    }

    boolean has(String pattern) {
        return patterns.containsKey(pattern);
    }

    /** What is wrong with the request; null: nothing. */
    static @Nullable String faultOf(SubscriptionRequest request) {
        StreamPattern streams;
        try {
            streams = StreamPattern.of(request.stream());
        } catch (InvalidInputException e) {
            return "streamName " + e.violations().get(0).message();
        }
        for (Map.Entry<String, Long> offset : request.options().offsets().entrySet()) {
            if (!streams.isOpen()) {
                return "offsets is for patterns such as orders-*: say startFromOffset";
            }
            if (!streams.matches(offset.getKey())) {
                return "offsets names " + offset.getKey() + ", which " + streams.text() + " does not match";
            }
            if (offset.getValue() < 0) {
                return "offsets must not be negative, is for " + offset.getKey() + ": they begin at 0";
            }
        }
        return null;
    }

    /** Subscribes, in place of the same pattern if there is one. The request is without fault. */
    void subscribe(@Nullable String call, SubscriptionRequest request) {
        var pattern = new PatternSubscription(StreamPattern.of(request.stream()), request);
        PatternSubscription replaced = patterns.put(pattern.name(), pattern);
        if (replaced == null) {
            home.subscribed(1);
        } else {
            end(replaced);
        }
        StreamSearch search = parts.streams()
                .search(
                        pattern.streams().prefix(),
                        settings.limits().streamsPerPattern(),
                        settings.pollInterval(),
                        new News(pattern));
        pattern.searchBy(search);
        search.look(found -> client.post(() -> place(call, pattern, search, found)), () -> !client.isGone());
    }

    /** @return false: there is no such pattern */
    boolean unsubscribe(String name) {
        PatternSubscription pattern = patterns.remove(name);
        if (pattern == null) {
            return false;
        }
        home.subscribed(-1);
        end(pattern).forEach(this::handOver);
        return true;
    }

    /** A subscription has gone, and a pattern may go on in its place. */
    void handOver(Subscription gone) {
        for (PatternSubscription pattern : patterns.values()) {
            if (pattern.isPlaced() && pattern.streams().matches(gone.stream())) {
                long next = gone.isPlaced() ? gone.next() : gone.live().head() + 1;
                knowHeads(match(pattern, gone.stream(), next));
                return;
            }
        }
    }

    /** Lets go of all; the subscriptions that they have opened are let go elsewhere. */
    void clear() {
        home.subscribed(-patterns.size());
        patterns.values().forEach(PatternSubscription::end);
        patterns.clear();
    }

    private void place(@Nullable String call, PatternSubscription pattern, StreamSearch search, Found found) {
        Set<String> known = search.known();
        if (!isCurrent(pattern)) {
            client.say(client.protocol().completed(call));
        } else if (found.tooMany() || known.size() > settings.limits().streamsPerPattern()) {
            refuse(call, pattern);
        } else {
            pattern.place();
            client.say(client.protocol().confirmed(pattern.name()));
            List<Subscription> matched = new ArrayList<>();
            found.heads()
                    .forEach((stream, head) -> matched.addAll(match(pattern, stream, pattern.start(stream, head))));
            for (String stream : known) {
                if (!found.heads().containsKey(stream)) {
                    matched.addAll(match(pattern, stream, pattern.start(stream, PatternSubscription.NOT_THERE)));
                }
            }
            knowHeads(matched);
            client.say(client.protocol().completed(call));
        }
    }

    private void appeared(PatternSubscription pattern, String stream) {
        if (isCurrent(pattern) && pattern.isPlaced()) {
            knowHeads(match(pattern, stream, pattern.start(stream, PatternSubscription.NOT_THERE)));
        }
    }

    private void tooMany(PatternSubscription pattern) {
        if (isCurrent(pattern) && pattern.isPlaced()) {
            refuse(null, pattern);
        }
    }

    private void refuse(@Nullable String call, PatternSubscription pattern) {
        unsubscribe(pattern.name());
        String reason = "More than " + settings.limits().streamsPerPattern() + " streams match " + pattern.name()
                + " (headrace.hub.max-matched-streams): this subscription has ended. Subscribe to a longer beginning";
        client.say(client.protocol().subscriptionRefused(call, pattern.name(), reason));
    }

    /** The subscription, if there is to be one. */
    private List<Subscription> match(PatternSubscription pattern, String stream, long from) {
        return cursors.has(stream) || !parts.access().admits(client.origin(), stream)
                ? List.of()
                : List.of(cursors.open(pattern, stream, from));
    }

    private void knowHeads(List<Subscription> matched) {
        if (!matched.isEmpty()) {
            parts.streams()
                    .look(() -> client.post(() -> matched.forEach(Subscription::knowsHead)), () -> !client.isGone());
        }
    }

    private List<Subscription> end(PatternSubscription pattern) {
        pattern.end();
        List<Subscription> its = cursors.of(pattern);
        its.forEach(cursors::close);
        return its;
    }

    private boolean isCurrent(PatternSubscription pattern) {
        return patterns.get(pattern.name()) == pattern;
    }

    /** Brings what the search tells to the connection. */
    private final class News implements StreamSearch.Listener {

        private final PatternSubscription pattern;

        News(PatternSubscription pattern) {
            this.pattern = pattern;
        }

        @Override
        public void appeared(String stream) {
            client.post(() -> PatternDesk.this.appeared(pattern, stream));
        }

        @Override
        public void tooMany() {
            client.post(() -> PatternDesk.this.tooMany(pattern));
        }
    }
}
