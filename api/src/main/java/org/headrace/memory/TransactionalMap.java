package org.headrace.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A map whose writes in a JTA transaction take effect at its commit, all at once and as READ COMMITTED: the last commit
 * wins. Outside of a transaction writes take effect at once. Values should be immutable. Safe for use by many threads.
 */
public final class TransactionalMap<K, V> {

    private static final int LOCK_SECONDS = 30;

    private final HeapTransactions transactions;
    private final Map<K, V> committed = new ConcurrentHashMap<>();
    private final Map<K, Semaphore> locks = new ConcurrentHashMap<>();

    TransactionalMap(HeapTransactions transactions) {
        this.transactions = transactions;
    }

    /** What the calling thread's transaction sees. */
    public Optional<V> get(K key) {
        Changes<K, V> changes = pending();
        if (changes == null) {
            return Optional.ofNullable(committed.get(key));
        }
        Optional<V> changed = changes.written.get(key);
        if (changed != null) {
            return changed;
        }
        return changes.cleared ? Optional.empty() : Optional.ofNullable(committed.get(key));
    }

    /**
     * As {@link #get}, with the entry locked until the calling thread's transaction ends: another transaction that asks
     * for it in this way waits, and then sees what was committed. Outside of a transaction the same as {@link #get}.
     *
     * @throws IllegalStateException when another transaction holds it for too long
     */
    public Optional<V> getForUpdate(K key) {
        if (transactions.isActive()) {
            join().lock(key, lockOf(key));
        }
        return get(key);
    }

    /**
     * Locks the entry as {@link #getForUpdate} does, whether it is there or not, but never waits. Needs a transaction.
     *
     * @return false: another transaction holds it
     */
    public boolean tryLock(K key) {
        if (!transactions.isActive()) {
            throw new IllegalStateException("A lock on " + key + " needs a transaction");
        }
        return join().tryLock(key, lockOf(key));
    }

    /** Whether a transaction other than the calling thread's holds the entry at this moment. */
    public boolean isHeldByAnother(K key) {
        Changes<K, V> changes = pending();
        Semaphore lock = locks.get(key);
        return lock != null && lock.availablePermits() == 0 && (changes == null || !changes.held.containsKey(key));
    }

    /**
     * Replaces what is there by what the function makes of it (empty: nothing), with the entry locked: until the
     * calling thread's transaction ends, outside of one until this returns.
     *
     * @return what was there before
     * @throws IllegalStateException when another transaction holds it for too long
     */
    public Optional<V> update(K key, UnaryOperator<Optional<V>> change) {
        if (transactions.isActive()) {
            Optional<V> before = getForUpdate(key);
            join().written.put(key, change.apply(before));
            return before;
        }
        Semaphore lock = lockOf(key);
        acquire(key, lock);
        try {
            return change(key, change);
        } finally {
            lock.release();
        }
    }

    /**
     * As {@link #update}, but never waits.
     *
     * @return false: another transaction holds it, and nothing was changed
     */
    public boolean tryUpdate(K key, UnaryOperator<Optional<V>> change) {
        Semaphore lock = lockOf(key);
        if (transactions.isActive()) {
            boolean isLocked = join().tryLock(key, lock);
            if (isLocked) {
                update(key, change);
            }
            return isLocked;
        }
        if (!lock.tryAcquire()) {
            return false;
        }
        try {
            change(key, change);
            return true;
        } finally {
            lock.release();
        }
    }

    public void put(K key, V value) {
        if (transactions.isActive()) {
            join().written.put(key, Optional.of(value));
        } else {
            committed.put(key, value);
        }
    }

    public void remove(K key) {
        if (transactions.isActive()) {
            join().written.put(key, Optional.empty());
        } else {
            committed.remove(key);
        }
    }

    public void clear() {
        if (transactions.isActive()) {
            Changes<K, V> changes = join();
            changes.cleared = true;
            changes.written.clear();
        } else {
            committed.clear();
        }
    }

    /** A copy of what the calling thread's transaction sees. */
    public Map<K, V> snapshot() {
        Map<K, V> seen = new HashMap<>();
        Changes<K, V> changes = pending();
        if (changes == null || !changes.cleared) {
            seen.putAll(committed);
        }
        if (changes != null) {
            changes.applyTo(seen);
        }
        return seen;
    }

    /** Not a reentrant lock: a transaction may end on another thread than it began on. */
    private Semaphore lockOf(K key) {
        return locks.computeIfAbsent(key, k -> new Semaphore(1));
    }

    private static void acquire(Object key, Semaphore lock) {
        try {
            if (!lock.tryAcquire(LOCK_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Another transaction has held " + key + " for " + LOCK_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + key, e);
        }
    }

    private Optional<V> change(K key, UnaryOperator<Optional<V>> change) {
        Optional<V> before = Optional.ofNullable(committed.get(key));
        change.apply(before).ifPresentOrElse(value -> committed.put(key, value), () -> committed.remove(key));
        return before;
    }

    @SuppressWarnings("unchecked") // only this map puts values under itself
    private @Nullable Changes<K, V> pending() {
        return transactions.isActive() ? (Changes<K, V>) transactions.registry().getResource(this) : null;
    }

    private Changes<K, V> join() {
        Changes<K, V> changes = pending();
        if (changes != null) {
            return changes;
        }
        Changes<K, V> begun = new Changes<>();
        transactions.registry().putResource(this, begun);
        transactions.afterCompletion(new HeapTransactions.Ending() {
            @Override
            public void apply() {
                if (begun.cleared) {
                    committed.clear();
                }
                begun.applyTo(committed);
            }

            @Override
            public void unlock() {
                begun.unlock();
            }
        });
        return begun;
    }

    private static final class Changes<K, V> {
        private final Map<K, Optional<V>> written = new HashMap<>();
        private final Map<K, Semaphore> held = new HashMap<>();
        private boolean cleared;

        void lock(K key, Semaphore lock) {
            if (!held.containsKey(key)) {
                acquire(key, lock);
                held.put(key, lock);
            }
        }

        boolean tryLock(K key, Semaphore lock) {
            if (held.containsKey(key)) {
                return true;
            }
            if (lock.tryAcquire()) {
                held.put(key, lock);
                return true;
            }
            return false;
        }

        void unlock() {
            held.values().forEach(Semaphore::release);
            held.clear();
        }

        void applyTo(Map<K, V> target) {
            written.forEach((key, value) -> value.ifPresentOrElse(v -> target.put(key, v), () -> target.remove(key)));
        }
    }
}
