package org.headrace.persistence.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.headrace.persistence.stream.Draft.Content;
import org.headrace.persistence.stream.Draft.Existing;
import org.headrace.stream.Append;
import org.headrace.stream.ConflictException;
import org.headrace.stream.NewEvent;
import org.headrace.stream.StreamClosedException;

/**
 * Decides appends to one stream, in the order they come, while its lock is held: which events it holds already, whether
 * expectations hold, and which offsets the others get. The same for every store.
 */
final class StreamDraft {

    private final String stream;
    private final Held held;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<UUID, Existing> draftedIds = new HashMap<>();
    private final Map<String, Long> draftedKeys = new HashMap<>();
    private long head;

    /** What the stream held when its lock was taken. */
    interface Held {
        Optional<Existing> find(UUID eventId);

        /** The offset of the newest event with this key, −1 for none. */
        long newestOfKey(String key);

        boolean isClosed();
    }

    StreamDraft(String stream, long head, Held held) {
        this.stream = stream;
        this.head = head;
        this.held = held;
    }

    String stream() {
        return stream;
    }

    /** The offset of the newest event, drafts included. */
    long head() {
        return head;
    }

    /** The events to be written, in order of offset. */
    List<Draft> drafts() {
        return drafts;
    }

    /** Accepts or refuses; a refused append leaves no trace. */
    void decide(PendingAppend pending) {
        try {
            accept(pending);
        } catch (ConflictException | StreamClosedException e) {
            pending.refuse(e);
        }
    }

    private void accept(PendingAppend pending) {
        List<NewEvent> events = pending.append().events();
        List<Long> offsets = new ArrayList<>(events.size());
        List<Draft> fresh = new ArrayList<>(events.size());
        Map<UUID, Existing> freshIds = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            NewEvent event = events.get(i);
            UUID id = pending.eventIds().get(i);
            Optional<Existing> existing = event.eventId() == null ? Optional.empty() : existing(id, freshIds);
            if (existing.isPresent()) {
                if (!existing.get().isSameAs(event)) {
                    throw ConflictException.eventId(stream, id, existing.get().offset());
                }
                offsets.add(existing.get().offset());
            } else {
                long offset = head + 1 + fresh.size();
                offsets.add(offset);
                fresh.add(new Draft(id, offset, event));
                if (event.eventId() != null) {
                    freshIds.put(id, new Existing(offset, Content.of(event)));
                }
            }
        }
        // What is wholly there already was accepted before: its caller only missed the answer.
        if (!fresh.isEmpty()) {
            if (held.isClosed()) {
                throw new StreamClosedException(stream);
            }
            requireExpectations(pending.append());
        }
        pending.accept(offsets, events.size() - fresh.size());
        keep(fresh, freshIds);
    }

    private Optional<Existing> existing(UUID id, Map<UUID, Existing> freshIds) {
        Existing found = freshIds.get(id);
        if (found == null) {
            found = draftedIds.get(id);
        }
        return found == null ? held.find(id) : Optional.of(found);
    }

    private void requireExpectations(Append append) {
        Long expected = append.expectedOffset();
        if (expected != null && expected != head) {
            throw ConflictException.offset(stream, expected, head);
        }
        Long expectedVersion = append.expectedKeyVersion();
        String key = append.events().get(0).key();
        if (expectedVersion != null && key != null) {
            Long drafted = draftedKeys.get(key);
            long actual = drafted == null ? held.newestOfKey(key) : drafted;
            if (actual != expectedVersion) {
                throw ConflictException.keyVersion(stream, key, expectedVersion, actual);
            }
        }
    }

    private void keep(List<Draft> fresh, Map<UUID, Existing> freshIds) {
        for (Draft draft : fresh) {
            String key = draft.event().key();
            if (key != null) {
                draftedKeys.put(key, draft.offset());
            }
        }
        drafts.addAll(fresh);
        draftedIds.putAll(freshIds);
        head += fresh.size();
    }
}
