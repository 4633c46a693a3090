package org.headrace.persistence.stream;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.headrace.operator.Operator;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.RetentionAction;
import org.headrace.stream.RetentionAction.Kind;
import org.jspecify.annotations.Nullable;

/** Retention in the heap: archived events stay where they are, behind a line. */
final class InMemoryRetentionStore implements RetentionStore {

    private static final int BATCH_EVENTS = 500;

    private final Function<String, InMemoryStream> streams;
    private final InMemoryLocks locks;
    private final Clock clock;
    private final ConcurrentLinkedDeque<Recorded> actions = new ConcurrentLinkedDeque<>();

    private record Recorded(String stream, RetentionAction action) {}

    InMemoryRetentionStore(Function<String, InMemoryStream> streams, InMemoryLocks locks, Clock clock) {
        this.streams = streams;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public void setClosed(String stream, boolean closed, Operator by) {
        InMemoryStream existing = streams.apply(stream);
        locks.acquire(new Object(), stream);
        try {
            if (existing.isClosed() != closed) {
                existing.setClosed(closed);
                record(stream, closed ? Kind.CLOSED : Kind.REOPENED, null, by);
            }
        } finally {
            locks.release(List.of(stream));
        }
    }

    @Override
    public void recordArchiving(String stream, long below, Operator by) {
        if (streams.apply(stream).info().firstOffset() < below) {
            record(stream, Kind.ARCHIVED, below, by);
        }
    }

    @Override
    public long archiveBatch(String stream, long below) {
        return streams.apply(stream).archive(below, BATCH_EVENTS);
    }

    @Override
    public ArchivePage readArchive(String stream, @Nullable String key, long from, int limit) {
        return streams.apply(stream).archivePage(key, from, limit);
    }

    @Override
    public List<RetentionAction> actions(String stream, int limit) {
        return actions.stream()
                .filter(recorded -> recorded.stream().equals(stream))
                .map(Recorded::action)
                .limit(limit)
                .toList();
    }

    private void record(String stream, Kind kind, @Nullable Long below, Operator by) {
        actions.addFirst(new Recorded(stream, new RetentionAction(clock.instant(), kind, below, by)));
    }
}
