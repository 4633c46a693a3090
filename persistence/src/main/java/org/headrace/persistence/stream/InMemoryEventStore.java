package org.headrace.persistence.stream;

import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.stream.EventPage;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.StreamNotFoundException;
import org.headrace.stream.spi.StreamContents;
import org.jspecify.annotations.Nullable;

/** Keeps the log in the heap: for development and tests. Gone with the process. */
public final class InMemoryEventStore implements EventReader {

    private final ConcurrentSkipListMap<String, InMemoryStream> streams = new ConcurrentSkipListMap<>();
    private final InMemoryLocks locks = new InMemoryLocks();
    private final Listeners listeners;
    private final Clock clock;

    /** A log over a new, empty store. */
    public static StoredEventLog newLog(
            TransactionSynchronizationRegistry registry, Listeners listeners, Clock clock, int maxEventBytes) {
        return new InMemoryEventStore(listeners, clock).log(registry, maxEventBytes);
    }

    /** A new, empty store. */
    public InMemoryEventStore(Listeners listeners, Clock clock) {
        this.listeners = listeners;
        this.clock = clock;
    }

    /** The log over this store. */
    public StoredEventLog log(TransactionSynchronizationRegistry registry, int maxEventBytes) {
        return new StoredEventLog(
                this,
                new JoinedAppends(registry, this::newSession, listeners),
                new ObservedAppends(this::appendAlone, listeners),
                maxEventBytes);
    }

    /** Retention of the log over this store; what operators do is recorded in the other one. */
    public Retention retention(TransactionSynchronizationRegistry registry, OperatorActionStore actions) {
        return new StoredRetention(new InMemoryRetentionStore(this::existing, locks, actions), this, registry, clock);
    }

    @Override
    public EventPage read(String stream, @Nullable String key, long from, int limit) {
        return existing(stream).page(key, from, limit);
    }

    @Override
    public Optional<StreamInfo> stream(String name) {
        return published(name).map(InMemoryStream::info);
    }

    @Override
    public List<StreamInfo> streams(@Nullable String after, int limit) {
        var tail = after == null ? streams : streams.tailMap(after, false);
        return tail.values().stream()
                .filter(stream -> stream.head() >= 0)
                .limit(limit)
                .map(InMemoryStream::info)
                .toList();
    }

    @Override
    public StreamContents.Contents contents(String name) {
        return published(name).map(InMemoryStream::contents).orElse(StreamContents.Contents.NOTHING);
    }

    @Override
    public Map<String, Long> heads(Collection<String> names) {
        Map<String, Long> heads = new HashMap<>();
        names.forEach(name -> published(name).ifPresent(stream -> heads.put(name, stream.head())));
        return heads;
    }

    @Override
    public Map<String, Map<String, Long>> headsByPrefix(Collection<String> prefixes, int most) {
        Map<String, Map<String, Long>> heads = new HashMap<>();
        for (String prefix : prefixes) {
            heads.put(
                    prefix,
                    streams.tailMap(prefix, true).entrySet().stream()
                            .takeWhile(entry -> entry.getKey().startsWith(prefix))
                            .filter(entry -> entry.getValue().head() >= 0)
                            .limit(most)
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().head())));
        }
        return heads;
    }

    private InMemoryStream existing(String name) {
        return published(name).orElseThrow(() -> new StreamNotFoundException(name));
    }

    /** A stream that was only locked, by a transaction that rolled back, does not exist. */
    private Optional<InMemoryStream> published(String name) {
        return Optional.ofNullable(streams.get(name)).filter(stream -> stream.head() >= 0);
    }

    private PendingAppend appendAlone(PendingAppend pending) {
        AppendSession session = newSession();
        try {
            session.write(List.of(pending));
            pending.orThrow();
        } catch (RuntimeException e) {
            session.rolledBack();
            throw e;
        }
        session.committed();
        listeners.tell(JoinedAppends.newest(List.of(pending)));
        return pending;
    }

    private AppendSession newSession() {
        return new Session();
    }

    /** Holds the locks of its streams, and what it will publish. */
    private final class Session implements AppendSession {

        private final Map<String, StreamDraft> drafts = new TreeMap<>();

        @Override
        public void write(List<PendingAppend> group) {
            group.stream().map(PendingAppend::stream).distinct().sorted().forEach(this::lock);
            group.forEach(pending -> draft(pending.stream()).decide(pending));
        }

        @Override
        public void committed() {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            drafts.forEach((name, draft) -> stream(name).publish(draft.drafts(), now));
            unlock();
        }

        @Override
        public void rolledBack() {
            unlock();
        }

        private void lock(String name) {
            if (!drafts.containsKey(name)) {
                locks.acquire(this, name);
                InMemoryStream stream = stream(name);
                drafts.put(name, new StreamDraft(name, stream.head(), stream));
            }
        }

        private StreamDraft draft(String name) {
            return Objects.requireNonNull(drafts.get(name));
        }

        private void unlock() {
            locks.release(drafts.keySet());
            drafts.clear();
        }

        private InMemoryStream stream(String name) {
            return streams.computeIfAbsent(name, InMemoryStream::new);
        }
    }
}
