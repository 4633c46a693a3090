package org.headrace.it.cluster;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What writers were told: the offset of each event, by stream and event id. */
final class Appended {

    private final Map<String, Map<UUID, Long>> offsets = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();

    void acknowledged(String stream, UUID eventId, long offset) {
        Long before =
                offsets.computeIfAbsent(stream, s -> new ConcurrentHashMap<>()).putIfAbsent(eventId, offset);
        if (before != null) {
            throw new IllegalStateException("An event id was used twice: " + eventId);
        }
        count.incrementAndGet();
    }

    /** A request whose outcome was not told is sent again. */
    void retried() {
        retries.incrementAndGet();
    }

    Set<String> streams() {
        return offsets.keySet();
    }

    Map<UUID, Long> of(String stream) {
        return offsets.getOrDefault(stream, Map.of());
    }

    long count() {
        return count.get();
    }

    long retries() {
        return retries.get();
    }
}
