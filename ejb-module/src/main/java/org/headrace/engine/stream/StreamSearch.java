package org.headrace.engine.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Somebody's search for the streams whose names begin with a prefix, until it is closed. While there is any, the node asks
 * for new ones. Safe for use by many threads.
 */
public final class StreamSearch implements AutoCloseable {

    private final StreamSearches home;
    private final StreamFamily family;
    private final int most;
    private final Duration pollingInterval;
    private final Listener listener;

    /** Told on any thread. Both return at once. */
    public interface Listener {

        /** A stream has come to be known of; told once, and not of those that others had found before. */
        void appeared(String stream);

        /** There are more streams than were wanted; may be told more than once. */
        void tooMany();
    }

    /**
     * What there was when the store was asked.
     *
     * @param heads the newest offset of each stream
     * @param tooMany there are more than were wanted, and those are not all
     */
    public record Found(Map<String, Long> heads, boolean tooMany) {}

    StreamSearch(StreamSearches home, StreamFamily family, int most, Duration pollingInterval, Listener listener) {
        this.home = home;
        this.family = family;
        this.most = most;
        this.pollingInterval = pollingInterval;
        this.listener = listener;
    }

    /** The names known by now: those found, and those that this node has appended to meanwhile. */
    public Set<String> known() {
        return Set.copyOf(family.known());
    }

    /**
     * Has the store asked now, and tells what it has answered, however long that takes.
     *
     * @param answered called once
     * @param wanted asked when a query has failed; when it says no, nobody is told
     */
    public void look(Consumer<Found> answered, BooleanSupplier wanted) {
        home.look(
                () -> {
                    Map<String, Long> heads = family.heads();
                    answered.accept(new Found(heads, heads.size() > most));
                },
                wanted);
    }

    StreamFamily family() {
        return family;
    }

    int most() {
        return most;
    }

    Duration pollingInterval() {
        return pollingInterval;
    }

    Listener listener() {
        return listener;
    }

    @Override
    public void close() {
        home.end(this);
    }
}
