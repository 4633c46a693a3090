package org.headrace.engine.stream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

/** A log that counts what is asked of it, and whose answers a test may hold up or let fail. */
public final class GatedLog implements EventLog, StreamHeads {

    private volatile StoredEventLog log;
    private volatile @Nullable CountDownLatch gate;
    private volatile @Nullable Throwable failure;
    private final Set<String> streamsAskedFor = ConcurrentHashMap.newKeySet();
    public final AtomicInteger heldUp = new AtomicInteger();
    public final AtomicInteger failures = new AtomicInteger();
    public final AtomicInteger reads = new AtomicInteger();
    public final AtomicInteger eventsRead = new AtomicInteger();
    public final AtomicInteger headQueries = new AtomicInteger();
    public final AtomicInteger prefixQueries = new AtomicInteger();

    public GatedLog(StoredEventLog log) {
        this.log = log;
    }

    /** Reads that begin from now on wait. */
    public void shut() {
        gate = new CountDownLatch(1);
    }

    public void open() {
        CountDownLatch shut = gate;
        gate = null;
        if (shut != null) {
            shut.countDown();
        }
    }

    public void down(boolean isDown) {
        failWith(isDown ? new EventLogUnavailableException("down", new IllegalStateException()) : null);
    }

    void failWith(@Nullable Throwable thrown) {
        failure = thrown;
    }

    /** As if the database were restored to another state. */
    public void become(StoredEventLog other) {
        log = other;
    }

    Set<String> streamsAskedFor() {
        return streamsAskedFor;
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
        Throwable thrown = failure;
        if (thrown != null) {
            failures.incrementAndGet();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }

    @Override
    public EventPage read(String stream, long from, int limit) {
        reads.incrementAndGet();
        pass();
        EventPage page = log.read(stream, from, limit);
        eventsRead.addAndGet(page.events().size());
        return page;
    }

    @Override
    public Map<String, Long> heads(Collection<String> streams) {
        headQueries.incrementAndGet();
        streamsAskedFor.addAll(streams);
        pass();
        return log.heads(streams);
    }

    @Override
    public Map<String, Map<String, Long>> headsByPrefix(Collection<String> prefixes, int most) {
        prefixQueries.incrementAndGet();
        pass();
        return log.headsByPrefix(prefixes, most);
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
