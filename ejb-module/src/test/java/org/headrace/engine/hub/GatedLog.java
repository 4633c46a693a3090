package org.headrace.engine.hub;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.EventPage;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.spi.StreamHeads;
import org.jspecify.annotations.Nullable;

/** A log whose reads a test may hold up or let fail. */
final class GatedLog implements EventLog, StreamHeads {

    private final StoredEventLog log;
    private volatile @Nullable CountDownLatch gate;
    private volatile boolean down;
    final AtomicInteger heldUp = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();

    GatedLog(StoredEventLog log) {
        this.log = log;
    }

    /** Reads that begin from now on wait. */
    void shut() {
        gate = new CountDownLatch(1);
    }

    void open() {
        CountDownLatch shut = gate;
        gate = null;
        if (shut != null) {
            shut.countDown();
        }
    }

    void down(boolean isDown) {
        down = isDown;
    }

    private void pass() {
        CountDownLatch shut = gate;
        if (shut != null) {
            heldUp.incrementAndGet();
            try {
                shut.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (down) {
            failures.incrementAndGet();
            throw new EventLogUnavailableException("down", new IllegalStateException());
        }
    }

    @Override
    public EventPage read(String stream, long from, int limit) {
        reads.incrementAndGet();
        pass();
        return log.read(stream, from, limit);
    }

    @Override
    public Map<String, Long> heads(Collection<String> streams) {
        pass();
        return log.heads(streams);
    }

    @Override
    public Appended append(Append append) {
        return log.append(append);
    }

    @Override
    public Appended lockAndAppend(Append append) {
        return log.lockAndAppend(append);
    }

    @Override
    public EventPage readKey(String stream, String key, long from, int limit) {
        return log.readKey(stream, key, from, limit);
    }

    @Override
    public Optional<StreamInfo> stream(String name) {
        return log.stream(name);
    }

    @Override
    public List<StreamInfo> streams(@Nullable String after, int limit) {
        return log.streams(after, limit);
    }
}
