package org.headrace.persistence.stream;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;

/**
 * Appends that join the caller's JTA transaction. Early ones are written at the call; the others right before the
 * commit, so that streams are locked for as short a time as can be.
 */
final class JoinedAppends {

    private final TransactionSynchronizationRegistry registry;
    private final Supplier<AppendSession> sessions;
    private final Listeners listeners;

    JoinedAppends(TransactionSynchronizationRegistry registry, Supplier<AppendSession> sessions, Listeners listeners) {
        this.registry = registry;
        this.sessions = sessions;
        this.listeners = listeners;
    }

    /** Whether the calling thread has a transaction to join. */
    boolean isTransactionActive() {
        int status = registry.getTransactionStatus();
        if (status == Status.STATUS_MARKED_ROLLBACK) {
            throw new IllegalStateException("The transaction is marked for rollback: nothing can be appended in it");
        }
        return status == Status.STATUS_ACTIVE;
    }

    Appended append(Append append, boolean early) {
        Joined joined = joined();
        return early ? joined.writeNow(append) : joined.writeLate(append);
    }

    private Joined joined() {
        Joined joined = (Joined) registry.getResource(this);
        if (joined == null) {
            joined = new Joined();
            // In this order: what was kept without a synchronization would never be written.
            registry.registerInterposedSynchronization(joined);
            registry.putResource(this, joined);
        }
        return joined;
    }

    /** What one transaction appends. */
    private final class Joined implements Synchronization {

        private final AppendSession session = sessions.get();
        private final List<PendingAppend> buffered = new ArrayList<>();
        private final List<PendingAppend> written = new ArrayList<>();
        private final List<Receipt> receipts = new ArrayList<>();
        private boolean completing;
        private boolean commitAsked;

        /** With the others before the commit; at once when that has been, and another synchronization appends. */
        Receipt writeLate(Append append) {
            var pending = new PendingAppend(append);
            if (completing) {
                writeOrRollBack(List.of(pending));
            } else {
                buffered.add(pending);
            }
            return keep(Receipt.buffered(pending));
        }

        /** What was buffered for the same stream goes first, so that the order of calls is kept. */
        Receipt writeNow(Append append) {
            List<PendingAppend> sameStream = buffered.stream()
                    .filter(p -> p.stream().equals(append.stream()))
                    .toList();
            buffered.removeAll(sameStream);
            writeOrRollBack(sameStream);
            var pending = new PendingAppend(append);
            write(List.of(pending));
            // A refusal is the caller's to handle: the transaction may go on.
            pending.orThrow();
            written.add(pending);
            return keep(Receipt.known(pending));
        }

        @Override
        public void beforeCompletion() {
            completing = true;
            List<PendingAppend> last = List.copyOf(buffered);
            buffered.clear();
            writeOrRollBack(last);
            commitAsked = registry.getTransactionStatus() != Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                session.committed();
                receipts.forEach(receipt -> receipt.completed(status, true));
                listeners.tell(newest(written));
                int events = written.stream().mapToInt(PendingAppend::appended).sum();
                listeners.observe(observer -> observer.joined(events));
            } else {
                session.rolledBack();
                receipts.forEach(receipt -> receipt.completed(status, commitAsked));
            }
        }

        /** Nobody is there to hear of a single refusal any more, so that it fails the whole transaction. */
        private void writeOrRollBack(List<PendingAppend> group) {
            if (group.isEmpty()) {
                return;
            }
            write(group);
            try {
                group.forEach(PendingAppend::orThrow);
            } catch (RuntimeException e) {
                registry.setRollbackOnly();
                throw e;
            }
            written.addAll(group);
        }

        /** After a failure the store's transaction is broken, and so is the caller's. */
        private void write(List<PendingAppend> group) {
            try {
                session.write(group);
            } catch (RuntimeException e) {
                registry.setRollbackOnly();
                throw e;
            }
        }

        private Receipt keep(Receipt receipt) {
            receipts.add(receipt);
            return receipt;
        }
    }

    /** The newest offset of each stream that has grown. */
    static Map<String, Long> newest(List<PendingAppend> accepted) {
        Map<String, Long> heads = new TreeMap<>();
        for (PendingAppend pending : accepted) {
            if (pending.duplicates() < pending.offsets().size()) {
                pending.offsets().forEach(offset -> heads.merge(pending.stream(), offset, Math::max));
            }
        }
        return heads;
    }
}
