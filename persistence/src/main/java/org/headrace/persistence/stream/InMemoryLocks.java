package org.headrace.persistence.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.headrace.stream.EventLogUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The locks of the streams in the heap. They belong to an owner and to no thread: a transaction may end on another
 * thread than it began on. As in a database, whoever would wait for one who waits for him is refused at once.
 */
final class InMemoryLocks {

    private static final int LOCK_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition released = lock.newCondition();
    private final Map<String, Object> owners = new HashMap<>();
    private final IdentityHashMap<Object, String> awaited = new IdentityHashMap<>();

    /** @throws EventLogUnavailableException when it would wait for itself, or has waited for too long */
    void acquire(Object owner, String stream) {
        lock.lock();
        try {
            long patience = TimeUnit.SECONDS.toNanos(LOCK_SECONDS);
            while (owners.containsKey(stream)) {
                requireNoCircle(owner, stream);
                awaited.put(owner, stream);
                patience = released.awaitNanos(patience);
                if (patience <= 0) {
                    throw unavailable(
                            stream, "is locked by another transaction for longer than " + LOCK_SECONDS + " s");
                }
            }
            owners.put(stream, owner);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(stream, "is locked, and the waiting thread was interrupted");
        } finally {
            awaited.remove(owner);
            lock.unlock();
        }
    }

    void release(Collection<String> streams) {
        lock.lock();
        try {
            owners.keySet().removeAll(streams);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireNoCircle(Object owner, String stream) {
        @Nullable Object holder = owners.get(stream);
        while (holder != null) {
            if (holder == owner) {
                throw unavailable(
                        stream,
                        "is locked by a transaction that waits for this one (deadlock). Nothing was written:"
                                + " run the whole transaction again");
            }
            String next = awaited.get(holder);
            holder = next == null ? null : owners.get(next);
        }
    }

    private static EventLogUnavailableException unavailable(String stream, String why) {
        String text = "Stream " + stream + " " + why;
        return new EventLogUnavailableException(text, new IllegalStateException(text));
    }
}
