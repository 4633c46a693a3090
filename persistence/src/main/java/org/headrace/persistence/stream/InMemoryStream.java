package org.headrace.persistence.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.headrace.persistence.stream.Draft.Content;
import org.headrace.persistence.stream.Draft.Existing;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.spi.StreamContents.Contents;
import org.jspecify.annotations.Nullable;

/** One stream in the heap. Readers see what was published, which is done under its lock ({@link InMemoryLocks}). */
final class InMemoryStream implements StreamDraft.Held {

    private final String name;
    private final List<RecordedEvent> events = new ArrayList<>();
    private final Map<UUID, Integer> byId = new HashMap<>();
    private final Map<String, List<Integer>> byKey = new HashMap<>();

    /** The first live offset: events below it are archived. */
    private int firstOffset;

    private boolean closed;

    InMemoryStream(String name) {
        this.name = name;
    }

    synchronized void publish(List<Draft> drafts, Instant now) {
        for (Draft draft : drafts) {
            var event = draft.event();
            int offset = events.size();
            if (offset != draft.offset()) {
                throw new IllegalStateException("Stream " + name + " is at " + offset + ", not at " + draft.offset());
            }
            events.add(new RecordedEvent(
                    name,
                    offset,
                    draft.eventId(),
                    event.type(),
                    event.key(),
                    event.data(),
                    event.metadata(),
                    event.occurredAt(),
                    now));
            byId.put(draft.eventId(), offset);
            if (event.key() != null) {
                byKey.computeIfAbsent(event.key(), k -> new ArrayList<>(4)).add(offset);
            }
        }
    }

    @Override
    public synchronized Optional<Existing> find(UUID eventId) {
        return Optional.ofNullable(byId.get(eventId)).map(offset -> {
            RecordedEvent event = events.get(offset);
            return new Existing(
                    offset, new Content(event.type(), event.key(), event.data().text(), event.occurredAt()));
        });
    }

    @Override
    public synchronized long newestOfKey(String key) {
        List<Integer> offsets = byKey.get(key);
        return offsets == null ? -1 : offsets.get(offsets.size() - 1);
    }

    synchronized long head() {
        return events.size() - 1L;
    }

    synchronized Contents contents() {
        Long firstMissing = null;
        for (int i = 0; i < events.size() && firstMissing == null; i++) {
            firstMissing = events.get(i).offset() == i ? null : Long.valueOf(i);
        }
        return new Contents(head(), events.size(), firstMissing);
    }

    synchronized StreamInfo info() {
        return new StreamInfo(name, head(), events.get(0).recordedAt(), firstOffset, closed);
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    synchronized void setClosed(boolean value) {
        closed = value;
    }

    /** How many events were archived. */
    synchronized int archive(long below, int limit) {
        int before = firstOffset;
        firstOffset = (int) Math.max(before, Math.min(Math.min(below, events.size()), (long) before + limit));
        return firstOffset - before;
    }

    synchronized ArchivePage archivePage(@Nullable String key, long from, int limit) {
        Piece piece = piece(key, from, limit, firstOffset);
        return new ArchivePage(name, piece.events(), piece.next(), firstOffset, head());
    }

    synchronized EventPage page(@Nullable String key, long from, int limit) {
        if (from < firstOffset) {
            throw new EventsArchivedException(name, from, firstOffset);
        }
        Piece piece = piece(key, from, limit, events.size());
        return new EventPage(name, piece.events(), piece.next(), head());
    }

    /** Events, and where to go on. */
    private record Piece(List<RecordedEvent> events, long next) {}

    /** @param below the offset behind the last event wanted */
    private Piece piece(@Nullable String key, long from, int limit, int below) {
        List<RecordedEvent> found = new ArrayList<>();
        List<Integer> ofKey = key == null ? null : byKey.getOrDefault(key, List.of());
        int end = ofKey == null ? below : firstNotBelow(ofKey, below);
        int index = ofKey == null ? (int) Math.min(from, end) : firstNotBelow(ofKey, from);
        int bytes = 0;
        while (index < end && found.size() < limit) {
            RecordedEvent event = events.get(ofKey == null ? index : ofKey.get(index));
            bytes += EventSize.of(event);
            if (bytes > EventReader.MAX_PAGE_BYTES && !found.isEmpty()) {
                break;
            }
            found.add(event);
            index++;
        }
        long next = index < end || found.size() == limit
                ? found.get(found.size() - 1).offset() + 1
                : Math.max(from, below);
        return new Piece(found, next);
    }

    private static int firstNotBelow(List<Integer> offsets, long from) {
        int place = Collections.binarySearch(offsets, (int) Math.min(from, Integer.MAX_VALUE));
        return place < 0 ? -place - 1 : place;
    }
}
