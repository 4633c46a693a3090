package org.headrace.engine.projection;

import java.lang.System.Logger.Level;
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

    private static final System.Logger LOG = System.getLogger(KnownHeads.class.getName());
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
        // What was known before the question was committed before it: an answer below that is of another past.
        Map<String, Long> before = Map.copyOf(heads);
        Map<String, Long> stored = source.heads(ofInterest);
        for (String stream : ofInterest) {
            long head = stored.getOrDefault(stream, NONE);
            if (head < before.getOrDefault(stream, NONE)) {
                LOG.log(
                        Level.WARNING,
                        "Stream {0} ended at {1} and now ends at {2}: the database was restored, or is another one",
                        stream,
                        Long.toString(before.getOrDefault(stream, NONE)),
                        Long.toString(head));
                heads.put(stream, head);
            } else {
                learn(stream, head);
            }
        }
        refreshedAt = now;
    }

    /** Forgets what is known of a stream, after a sign that it went back (a restored database). */
    synchronized void forget(String stream) {
        heads.remove(stream);
        refreshedAt = null;
    }
}
