package org.headrace.persistence.saga;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.saga.spi.SagaWorkStore;

/** What sagas have to do, in the heap. */
public final class InMemorySagaWorkStore implements SagaWorkStore {

    private record Entry(Kind kind, Instant readyAt) {}

    private final TransactionalMap<String, Entry> entries;
    private final Clock clock;

    public InMemorySagaWorkStore(HeapTransactions transactions, Clock clock) {
        this.entries = transactions.newMap();
        this.clock = clock;
    }

    @Override
    public void schedule(String sagaId, Kind kind, Duration delay) {
        entries.update(
                sagaId, before -> Optional.of(new Entry(kind, clock.instant().plus(delay))));
    }

    @Override
    public void postpone(String sagaId, Duration delay) {
        Instant readyAt = clock.instant().plus(delay);
        entries.update(sagaId, before -> before.map(entry -> new Entry(entry.kind(), readyAt)));
    }

    @Override
    public void addIfAbsent(String sagaId, Kind kind) {
        if (entries.get(sagaId).isEmpty()) {
            entries.tryUpdate(sagaId, there -> there.or(() -> Optional.of(new Entry(kind, clock.instant()))));
        }
    }

    @Override
    public boolean remove(String sagaId) {
        return entries.update(sagaId, before -> Optional.empty()).isPresent();
    }

    @Override
    public boolean tryLock(String sagaId) {
        // Looked at before and after: what is not there is not to be locked, and may be gone by the time it is.
        return entries.get(sagaId).isPresent()
                && entries.tryLock(sagaId)
                && entries.get(sagaId).isPresent();
    }

    @Override
    public List<String> ready(Collection<Kind> kinds, int limit) {
        Set<Kind> wanted = Set.copyOf(kinds);
        Instant now = clock.instant();
        return entries.snapshot().entrySet().stream()
                .filter(entry -> wanted.contains(entry.getValue().kind()))
                .filter(entry -> !entry.getValue().readyAt().isAfter(now))
                .filter(entry -> !entries.isHeldByAnother(entry.getKey()))
                .sorted(Comparator.comparing((Map.Entry<String, Entry> entry) ->
                                entry.getValue().readyAt())
                        .thenComparing(Map.Entry::getKey))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void makeReady(String sagaId) {
        if (entries.get(sagaId).isPresent()) {
            entries.tryUpdate(sagaId, there -> there.map(entry -> new Entry(entry.kind(), clock.instant())));
        }
    }
}
