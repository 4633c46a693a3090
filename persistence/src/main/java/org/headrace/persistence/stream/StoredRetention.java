package org.headrace.persistence.stream;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.StreamNames;
import org.headrace.stream.StreamNotFoundException;
import org.jspecify.annotations.Nullable;

/** Retention over a store: checks what comes in, and goes on batch by batch. */
final class StoredRetention implements Retention {

    private static final Log LOG = Log.of(StoredRetention.class);

    private final RetentionStore store;
    private final EventReader reader;
    private final TransactionSynchronizationRegistry registry;
    private final Clock clock;

    StoredRetention(
            RetentionStore store, EventReader reader, TransactionSynchronizationRegistry registry, Clock clock) {
        this.store = store;
        this.reader = reader;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public StreamInfo close(String stream, Operator by) {
        return setClosed(stream, true, by);
    }

    @Override
    public StreamInfo reopen(String stream, Operator by) {
        return setClosed(stream, false, by);
    }

    @Override
    public StreamInfo archiveBelow(String stream, long offset, Operator by) {
        requireNoTransaction();
        long end = known(stream).head() + 1;
        if (offset < 0 || offset > end) {
            throw new InvalidInputException("below", "must be an offset from 0 to " + end + ", is " + offset);
        }
        long moved = 0;
        long batch = store.archiveFirstBatch(stream, offset, action("archive", stream, "below offset " + offset, by));
        while (batch > 0) {
            moved += batch;
            batch = store.archiveBatch(stream, offset);
        }
        LOG.write(LogMessage.STREAM_ARCHIVED, stream, moved, offset, by.principal(), by.reason());
        StreamInfo after = known(stream);
        if (after.firstOffset() < offset) {
            throw new IllegalStateException("Stream " + stream + " holds no event at offset " + after.firstOffset()
                    + ", though it was never archived: nothing beyond it was moved");
        }
        return after;
    }

    @Override
    public ArchivePage readArchive(String stream, long from, int limit) {
        return read(stream, null, from, limit);
    }

    @Override
    public ArchivePage readArchiveOfKey(String stream, String key, long from, int limit) {
        StoredEventLog.requireText("key", key);
        return read(stream, key, from, limit);
    }

    private ArchivePage read(String stream, @Nullable String key, long from, int limit) {
        StreamNames.require(stream);
        StoredEventLog.requirePage(from, limit);
        return store.readArchive(stream, key, from, Math.min(limit, StoredEventLog.MAX_LIMIT));
    }

    private StreamInfo setClosed(String stream, boolean closed, Operator by) {
        requireNoTransaction();
        boolean before = known(stream).closed();
        store.setClosed(stream, closed, action(closed ? "close" : "reopen", stream, "", by));
        if (before != closed) {
            LOG.write(
                    closed ? LogMessage.STREAM_CLOSED : LogMessage.STREAM_REOPENED,
                    stream,
                    by.principal(),
                    by.reason());
        }
        return known(stream);
    }

    private OperatorAction action(String action, String stream, String detail, Operator by) {
        return new OperatorAction(clock.instant(), by, action, OperatorAction.stream(stream), detail);
    }

    private StreamInfo known(String stream) {
        return reader.stream(StreamNames.require(stream)).orElseThrow(() -> new StreamNotFoundException(stream));
    }

    private void requireNoTransaction() {
        if (registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("Retention commits on its own: call it outside of a transaction");
        }
    }
}
