package org.headrace.memory;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets state in the heap take part in JTA transactions: what is written in a transaction is seen by it alone until the
 * commit, and is forgotten on a rollback. For development without a database; inject it.
 */
public final class HeapTransactions {

    private final TransactionSynchronizationRegistry registry;

    public HeapTransactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /** A new, empty map. */
    public <K, V> TransactionalMap<K, V> newMap() {
        return new TransactionalMap<>(this);
    }

    /** Whether the calling thread is in a transaction that has not ended. */
    public boolean isActive() {
        int status = registry.getTransactionStatus();
        return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK;
    }

    TransactionSynchronizationRegistry registry() {
        return registry;
    }

    /** What is to be done when a transaction has ended. */
    interface Ending {

        /** Only after a commit. */
        void apply();

        void unlock();
    }

    /**
     * Has an ending carried out after the current transaction. All endings of a transaction are applied in the order in
     * which they were asked for, whatever order the server calls synchronizations in: what was written first is seen
     * first, so that whoever sees a projection's checkpoint sees its read model too. Only then are all unlocked: who
     * waits for a lock sees everything that was done under it.
     */
    void afterCompletion(Ending ending) {
        @SuppressWarnings("unchecked") // only this method puts anything under this key
        List<Ending> asked = (List<Ending>) registry.getResource(this);
        if (asked == null) {
            asked = new ArrayList<>();
            registry.putResource(this, asked);
            registry.registerInterposedSynchronization(new InOrder(asked));
        }
        asked.add(ending);
    }

    private record InOrder(List<Ending> endings) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Nothing to veto: writes to the heap do not fail.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                endings.forEach(Ending::apply);
            }
            endings.forEach(Ending::unlock);
        }
    }
}
