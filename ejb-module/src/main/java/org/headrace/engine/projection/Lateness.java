package org.headrace.engine.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a projection has been behind the ends of its streams, as far as can be told without asking the store: since it
 * was last at the end, but while it moves no longer than the event is old that it processed last. Safe for use by many
 * threads.
 */
final class Lateness {

    private final Map<String, Instant> behindSince = new ConcurrentHashMap<>();
    private final Map<String, Instant> recorded = new ConcurrentHashMap<>();

    /** It is not at the end of the stream; nothing changes when that is known already. */
    void behindSince(String stream, Instant time) {
        behindSince.putIfAbsent(stream, time);
    }

    void atHead(String stream) {
        behindSince.remove(stream);
    }

    /** @param recordedAt of the newest event processed */
    void processed(String stream, Instant recordedAt) {
        recorded.put(stream, recordedAt);
    }

    /** Zero where it is at the end of the stream. */
    Duration of(String stream, Instant now) {
        Instant since = behindSince.get(stream);
        if (since == null) {
            return Duration.ZERO;
        }
        Instant last = recorded.getOrDefault(stream, since);
        Duration behind = Duration.between(last.isAfter(since) ? last : since, now);
        return behind.isNegative() ? Duration.ZERO : behind;
    }

    void forget() {
        behindSince.clear();
        recorded.clear();
    }
}
