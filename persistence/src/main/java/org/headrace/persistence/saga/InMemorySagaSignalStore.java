package org.headrace.persistence.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headrace.json.JsonText;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.spi.SagaSignalStore;
import org.jspecify.annotations.Nullable;

/** Signals, in the heap. */
public final class InMemorySagaSignalStore implements SagaSignalStore {

    private record Name(String sagaId, String name) {}

    private record Kept(JsonText data, @Nullable String key, boolean isUsed) {}

    /** The oldest first. */
    private final TransactionalMap<Name, List<Kept>> signals;

    public InMemorySagaSignalStore(HeapTransactions transactions) {
        this.signals = transactions.newMap();
    }

    @Override
    public boolean add(SagaSignal signal) {
        Optional<List<Kept>> before = signals.update(
                new Name(signal.sagaId(), signal.name()),
                there -> Optional.of(
                        isKnown(there, signal.key()) ? there.orElseThrow() : added(there.orElse(List.of()), signal)));
        return !isKnown(before, signal.key());
    }

    private static boolean isKnown(Optional<List<Kept>> there, @Nullable String key) {
        return key != null && there.stream().flatMap(List::stream).anyMatch(kept -> key.equals(kept.key()));
    }

    private static List<Kept> added(List<Kept> there, SagaSignal signal) {
        List<Kept> all = new ArrayList<>(there);
        all.add(new Kept(signal.data(), signal.key(), false));
        return List.copyOf(all);
    }

    /** Locks only what there is something to use of, so that a saga that finds nothing keeps nobody from adding. */
    @Override
    public Optional<JsonText> use(String sagaId, String name) {
        var key = new Name(sagaId, name);
        if (oldest(signals.get(key)).isEmpty()) {
            return Optional.empty();
        }
        return oldest(signals.update(key, there -> there.map(InMemorySagaSignalStore::used)))
                .map(Kept::data);
    }

    private static Optional<Kept> oldest(Optional<List<Kept>> there) {
        return there.stream()
                .flatMap(List::stream)
                .filter(kept -> !kept.isUsed())
                .findFirst();
    }

    private static List<Kept> used(List<Kept> there) {
        List<Kept> all = new ArrayList<>(there);
        // Of two that are equal, the first one is the oldest.
        oldest(Optional.of(there))
                .ifPresent(kept -> all.set(there.indexOf(kept), new Kept(kept.data(), kept.key(), true)));
        return List.copyOf(all);
    }
}
