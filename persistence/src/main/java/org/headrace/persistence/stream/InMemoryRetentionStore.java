package org.headrace.persistence.stream;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.stream.ArchivePage;
import org.jspecify.annotations.Nullable;

/** Retention in the heap: archived events stay where they are, behind a line. */
final class InMemoryRetentionStore implements RetentionStore {

    private static final int BATCH_EVENTS = 500;

    private final Function<String, InMemoryStream> streams;
    private final InMemoryLocks locks;
    private final OperatorActionStore actions;

    InMemoryRetentionStore(Function<String, InMemoryStream> streams, InMemoryLocks locks, OperatorActionStore actions) {
        this.streams = streams;
        this.locks = locks;
        this.actions = actions;
    }

    @Override
    public void setClosed(String stream, boolean closed, OperatorAction action) {
        InMemoryStream existing = streams.apply(stream);
        locked(stream, () -> {
            if (existing.isClosed() == closed) {
                return 0;
            }
            // What is to be changed comes last: without the record it does not take place.
            actions.record(action);
            existing.setClosed(closed);
            return 1;
        });
    }

    @Override
    public long archiveFirstBatch(String stream, long below, OperatorAction action) {
        InMemoryStream existing = streams.apply(stream);
        return locked(stream, () -> {
            if (existing.info().firstOffset() >= below) {
                return 0;
            }
            actions.record(action);
            return existing.archive(below, BATCH_EVENTS);
        });
    }

    @Override
    public long archiveBatch(String stream, long below) {
        InMemoryStream existing = streams.apply(stream);
        return locked(stream, () -> existing.archive(below, BATCH_EVENTS));
    }

    @Override
    public ArchivePage readArchive(String stream, @Nullable String key, long from, int limit) {
        return streams.apply(stream).archivePage(key, from, limit);
    }

    private long locked(String stream, LongSupplier change) {
        locks.acquire(new Object(), stream);
        try {
            return change.getAsLong();
        } finally {
            locks.release(List.of(stream));
        }
    }
}
