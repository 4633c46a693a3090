package org.headrace.persistence.projection;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.spi.Snapshot;
import org.headrace.projection.spi.SnapshotStore;

/** Snapshots in the heap. */
public final class InMemorySnapshotStore implements SnapshotStore {

    /** With its content, which nobody changes. */
    private static final class Stored {
        private final Snapshot snapshot;
        private final byte[] content;

        Stored(Snapshot snapshot, byte[] content) {
            this.snapshot = snapshot;
            this.content = content;
        }
    }

    private final TransactionalMap<Long, Stored> snapshots;
    private final AtomicLong number = new AtomicLong();

    public InMemorySnapshotStore(HeapTransactions transactions) {
        this.snapshots = transactions.newMap();
    }

    @Override
    public Snapshot save(Snapshot snapshot, byte[] content) {
        var stored = new Snapshot(
                number.incrementAndGet(),
                snapshot.projection(),
                snapshot.version(),
                snapshot.takenAt(),
                snapshot.takenBy(),
                snapshot.positions(),
                snapshot.checksum(),
                content.length);
        snapshots.put(stored.id(), new Stored(stored, content.clone()));
        return stored;
    }

    @Override
    public List<Snapshot> list(String projection) {
        return snapshots.snapshot().values().stream()
                .map(stored -> stored.snapshot)
                .filter(s -> s.projection().equals(projection))
                .sorted(Comparator.comparing(Snapshot::id).reversed())
                .toList();
    }

    @Override
    public Optional<byte[]> content(long id) {
        return snapshots.get(id).map(stored -> stored.content.clone());
    }

    @Override
    public void keepNewest(String projection, int count) {
        list(projection).stream().skip(count).forEach(s -> snapshots.remove(s.id()));
    }
}
