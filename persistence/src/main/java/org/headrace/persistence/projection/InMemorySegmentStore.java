package org.headrace.persistence.projection;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.projection.spi.StaleCheckpointException;

/** Segments in the heap. */
public final class InMemorySegmentStore implements SegmentStore {

    private record Key(String projection, String stream, int number) {}

    private final TransactionalMap<Key, Segment> segments;
    private final TransactionalMap<String, Integer> wanted;

    public InMemorySegmentStore(HeapTransactions transactions) {
        this.segments = transactions.newMap();
        this.wanted = transactions.newMap();
    }

    @Override
    public List<Segment> load(String projection, String stream) {
        return segments.snapshot().entrySet().stream()
                .filter(e -> e.getKey().projection().equals(projection)
                        && e.getKey().stream().equals(stream))
                .map(e -> e.getValue())
                .sorted(Comparator.comparingInt(Segment::number))
                .toList();
    }

    @Override
    public void advance(String projection, String stream, int number, Move move) {
        var key = new Key(projection, stream, number);
        Segment before = segments.getForUpdate(key)
                .filter(segment -> segment.lastProcessedOffset() == move.from())
                .orElseThrow(() -> new StaleCheckpointException(projection, stream, move.from()));
        segments.put(key, before.moved(move));
    }

    @Override
    public Counts drain(String projection, String stream) {
        Counts sum = Counts.NONE;
        for (Segment segment : load(projection, stream)) {
            sum = sum.plus(segment.counts());
            segments.put(
                    new Key(projection, stream, segment.number()),
                    new Segment(segment.number(), segment.of(), segment.lastProcessedOffset(), Counts.NONE));
        }
        return sum;
    }

    @Override
    public void replace(String projection, String stream, List<Segment> replacement) {
        load(projection, stream).forEach(old -> segments.remove(new Key(projection, stream, old.number())));
        replacement.forEach(segment -> segments.put(new Key(projection, stream, segment.number()), segment));
    }

    @Override
    public Optional<Integer> wanted(String projection) {
        return wanted.get(projection);
    }

    @Override
    public void want(String projection, int count) {
        wanted.put(projection, count);
    }
}
