package org.headrace.engine.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.stream.spi.StreamHeads;
import org.jspecify.annotations.Nullable;

/**
 * Where the streams of interest end, as far as this node knows: told at once of its own appends, and of other nodes' by
 * one query for all streams, made by whoever finds the knowledge too old. Safe for use by many threads.
 */
final class KnownHeads {

    private static final long NONE = -1;

    private final StreamHeads source;
    private final Clock clock;
    private final Set<String> ofInterest = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> heads = new ConcurrentHashMap<>();
    private @Nullable Instant refreshedAt;

    KnownHeads(StreamHeads source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized void watch(Iterable<String> streams) {
        for (String stream : streams) {
            if (ofInterest.add(stream)) {
                refreshedAt = null;
            }
        }
    }

    /** A hint: heads only grow here, whatever the order in which the news come. */
    void learn(String stream, long head) {
        heads.merge(stream, head, Math::max);
    }

    /** The newest offset known, −1 for none. */
    long head(String stream) {
        return heads.getOrDefault(stream, NONE);
    }

    /** Asks the store when the last answer is older than this. */
    synchronized void refresh(Duration maxAge) {
        Instant now = clock.instant();
        if (refreshedAt != null && refreshedAt.plus(maxAge).isAfter(now)) {
            return;
        }
        source.heads(ofInterest).forEach(this::learn);
        refreshedAt = now;
    }

    /** Forgets what is known of a stream, after a sign that it went back (a restored database). */
    synchronized void forget(String stream) {
        heads.remove(stream);
        refreshedAt = null;
    }
}
