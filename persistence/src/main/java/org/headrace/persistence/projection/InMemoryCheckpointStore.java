package org.headrace.persistence.projection;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.StaleCheckpointException;

/** Checkpoints in the heap. */
public final class InMemoryCheckpointStore implements CheckpointStore {

    private record Key(String projection, String stream) {}

    private final TransactionalMap<Key, Checkpoint> checkpoints;
    private final Clock clock;

    public InMemoryCheckpointStore(HeapTransactions transactions, Clock clock) {
        this.checkpoints = transactions.newMap();
        this.clock = clock;
    }

    @Override
    public Optional<Checkpoint> load(String projection, String stream) {
        return checkpoints.get(new Key(projection, stream));
    }

    @Override
    public void advance(String projection, String stream, Move move) {
        Checkpoint before = orStart(projection, stream);
        if (before.lastProcessedOffset() != move.from()) {
            throw new StaleCheckpointException(projection, stream, move.from());
        }
        put(before.moved(move, clock.instant()));
    }

    @Override
    public void align(String projection, String stream, long offset, Counts counts) {
        Checkpoint before = orStart(projection, stream);
        put(new Checkpoint(
                projection,
                stream,
                offset,
                before.counts().plus(counts),
                before.replayUntil(),
                clock.instant(),
                before.lastError(),
                before.lastErrorAt()));
    }

    @Override
    public void recount(String projection, String stream, Counts change) {
        checkpoints
                .getForUpdate(new Key(projection, stream))
                .ifPresent(before -> put(new Checkpoint(
                        projection,
                        stream,
                        before.lastProcessedOffset(),
                        before.counts().plus(change),
                        before.replayUntil(),
                        before.lastUpdated(),
                        before.lastError(),
                        before.lastErrorAt())));
    }

    @Override
    public void reset(String projection, String stream) {
        Checkpoint before = orStart(projection, stream);
        put(new Checkpoint(
                projection,
                stream,
                -1,
                Counts.NONE,
                Math.max(before.replayUntil(), before.lastProcessedOffset()),
                clock.instant(),
                before.lastError(),
                before.lastErrorAt()));
    }

    @Override
    public void recordError(String projection, String stream, String error) {
        Checkpoint before = orStart(projection, stream);
        Instant now = clock.instant();
        put(new Checkpoint(
                projection,
                stream,
                before.lastProcessedOffset(),
                before.counts(),
                before.replayUntil(),
                before.lastUpdated(),
                error,
                now));
    }

    private Checkpoint orStart(String projection, String stream) {
        return checkpoints
                .getForUpdate(new Key(projection, stream))
                .orElseGet(() -> Checkpoint.start(projection, stream, clock.instant()));
    }

    private void put(Checkpoint checkpoint) {
        checkpoints.put(new Key(checkpoint.projection(), checkpoint.stream()), checkpoint);
    }
}
