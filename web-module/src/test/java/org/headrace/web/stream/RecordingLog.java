package org.headrace.web.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.EventPage;
import org.headrace.stream.NewEvent;
import org.headrace.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Keeps what is appended, and fails where a test says so. */
final class RecordingLog implements EventLog {

    final List<NewEvent> events = new ArrayList<>();
    final List<Integer> appends = new ArrayList<>();

    @Nullable
    String typeInConflict;

    int unavailableFrom = Integer.MAX_VALUE;
    int failures;

    @Override
    public Appended append(Append append) {
        if (events.size() + append.events().size() > unavailableFrom) {
            throw new EventLogUnavailableException("gone", new IllegalStateException());
        }
        if (append.expectedOffset() != null && append.expectedOffset() != events.size() - 1) {
            throw ConflictException.offset(append.stream(), append.expectedOffset(), events.size() - 1);
        }
        if (append.events().stream().anyMatch(e -> e.type().equals(typeInConflict))) {
            failures++;
            throw ConflictException.eventId(append.stream(), "some-id", 7);
        }
        long first = events.size();
        events.addAll(append.events());
        appends.add(append.events().size());
        return new Receipt(append, first);
    }

    private record Receipt(Append append, long first) implements Appended {
        @Override
        public String stream() {
            return append.stream();
        }

        @Override
        public List<UUID> eventIds() {
            return append.events().stream().map(e -> UUID.randomUUID()).toList();
        }

        @Override
        public boolean isOffsetKnown() {
            return true;
        }

        @Override
        public List<Long> offsets() {
            List<Long> offsets = new ArrayList<>();
            for (int i = 0; i < append.events().size(); i++) {
                offsets.add(first + i);
            }
            return offsets;
        }

        @Override
        public int duplicates() {
            return 0;
        }
    }

    @Override
    public Appended lockAndAppend(Append append) {
        return append(append);
    }

    @Override
    public EventPage read(String stream, long from, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventPage readKey(String stream, String key, long from, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StreamInfo> stream(String name) {
        return Optional.empty();
    }

    @Override
    public List<StreamInfo> streams(@Nullable String after, int limit) {
        return List.of();
    }
}
