package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.SqlFailures;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.OutcomeUnknownException;
import org.jspecify.annotations.Nullable;

/**
 * Commits appends that have no transaction of their own, those that are waiting at the same moment together: one
 * transaction, one flush to disk for all. Whoever comes while nobody writes becomes the leader, writes for all who wait,
 * and hands the lead to the next one waiting when its own append is done. No thread of its own; with a single caller
 * nothing is handed over at all.
 *
 * <p>Each caller gets its own answer, after the commit: one that is refused does not touch the others.
 */
final class GroupCommit {

    private static final Log LOG = Log.of(GroupCommit.class);

    private static final int MAX_APPENDS = 512;
    private static final int MAX_EVENTS = 10_000;
    private static final long MAX_BYTES = 8L << 20;

    private final DataSource dataSource;
    private final Writer writer;
    private final Listeners listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private volatile boolean led;

    /** Writes groups. */
    interface Writer {

        /** In the transaction of a connection, or by one statement that commits itself. */
        void write(Connection connection, List<PendingAppend> group) throws SQLException;

        /** Whether that takes one statement, so that it needs no transaction around it. */
        boolean isOneStatement(List<PendingAppend> group);
    }

    GroupCommit(DataSource dataSource, Writer writer, Listeners listeners) {
        this.dataSource = dataSource;
        this.writer = writer;
        this.listeners = listeners;
    }

    /** A caller; its permit comes when it is answered or shall lead. */
    private static final class Waiting {
        private final PendingAppend pending;
        private final long bytes;
        private final Semaphore called = new Semaphore(0);
        private boolean answered;

        Waiting(PendingAppend pending) {
            this.pending = pending;
            this.bytes =
                    pending.append().events().stream().mapToLong(EventSize::of).sum();
        }
    }

    /** Whether somebody is writing at this moment. */
    boolean isBusy() {
        return led;
    }

    /** Returns when it is durable, or postponed; throws why it is not. */
    PendingAppend append(PendingAppend pending) {
        var self = new Waiting(pending);
        if (!enqueue(self)) {
            // Not interruptible: what is under way is bounded by the connection's time-outs, and leaving early would
            // leave the caller without the truth.
            self.called.acquireUninterruptibly();
        }
        if (!self.answered) {
            lead(self);
        }
        return pending.orThrow();
    }

    /** True: the caller leads. */
    private boolean enqueue(Waiting self) {
        lock.lock();
        try {
            queue.add(self);
            boolean leads = !led;
            led = true;
            return leads;
        } finally {
            lock.unlock();
        }
    }

    private void lead(Waiting self) {
        // An interrupt of the leader's caller must not fail the others' appends.
        boolean interrupted = Thread.interrupted();
        try {
            while (!self.answered) {
                List<Waiting> group = nextGroup();
                try {
                    commit(group.stream().map(w -> w.pending).toList());
                } catch (RuntimeException | Error e) {
                    group.forEach(w -> w.pending.refuse(new IllegalStateException("Appending failed", e)));
                }
                for (Waiting member : group) {
                    member.answered = true;
                    if (member != self) {
                        member.called.release();
                    }
                }
            }
        } finally {
            handOver();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Waiting> nextGroup() {
        lock.lock();
        try {
            List<Waiting> group = new ArrayList<>();
            int events = 0;
            long bytes = 0;
            while (!queue.isEmpty() && group.size() < MAX_APPENDS) {
                Waiting next = queue.getFirst();
                events += next.pending.append().events().size();
                bytes += next.bytes;
                if (!group.isEmpty() && (events > MAX_EVENTS || bytes > MAX_BYTES)) {
                    break;
                }
                group.add(queue.removeFirst());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        lock.lock();
        try {
            Waiting next = queue.peekFirst();
            if (next == null) {
                led = false;
            } else {
                next.called.release();
            }
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<PendingAppend> group) {
        SQLException failure = write(group);
        if (failure == null) {
            listeners.tell(JoinedAppends.newest(
                    group.stream().filter(p -> p.failure() == null).toList()));
            return;
        }
        if (group.size() > 1 && !InfrastructureFailures.isInfrastructure(failure)) {
            // The database refuses what one of them holds: find out whose.
            group.forEach(pending -> commit(List.of(pending)));
            return;
        }
        group.forEach(pending -> pending.refuse(SqlFailures.of("Appending failed", failure)));
    }

    /** Null: each append has its answer, and what was accepted is durable. Else: nothing was written. */
    private @Nullable SQLException write(List<PendingAppend> group) {
        Connection connection;
        long asked = System.nanoTime();
        try {
            connection = Jdbc.open(dataSource);
        } catch (SQLException e) {
            return e;
        }
        try {
            long begun = System.nanoTime();
            SQLException failure = write(connection, group);
            if (failure == null) {
                observe(group, begun - asked, System.nanoTime() - begun);
            }
            return failure;
        } finally {
            // What happens to the connection from here on says nothing about the appends.
            quietly(connection, Connection::close);
        }
    }

    private void observe(List<PendingAppend> group, long waited, long nanos) {
        int accepted = (int) group.stream()
                .filter(pending -> pending.failure() == null && !pending.isPostponed())
                .count();
        if (accepted > 0) {
            listeners.observe(observer -> observer.committed(accepted, waited, nanos));
        }
    }

    private @Nullable SQLException write(Connection connection, List<PendingAppend> group) {
        return writer.isOneStatement(group) ? writeAtOnce(connection, group) : writeInTransaction(connection, group);
    }

    /** No round trip for a commit, and no transaction that a node which stops in the middle would leave open. */
    private @Nullable SQLException writeAtOnce(Connection connection, List<PendingAppend> group) {
        try {
            writer.write(connection, group);
        } catch (SQLException e) {
            if (isAnswerOfTheDatabase(e)) {
                return e;
            }
            group.forEach(pending -> pending.refuse(new OutcomeUnknownException(e)));
        }
        return null;
    }

    /** Whether the database refused what it was asked. Else the statement may have been carried out. */
    private static boolean isAnswerOfTheDatabase(SQLException e) {
        String state = e.getSQLState();
        return state != null && !state.startsWith("08") && !state.startsWith("57P");
    }

    private @Nullable SQLException writeInTransaction(Connection connection, List<PendingAppend> group) {
        try {
            connection.setAutoCommit(false);
            writer.write(connection, group);
        } catch (SQLException e) {
            end(connection, Connection::rollback);
            return e;
        } catch (RuntimeException | Error e) {
            end(connection, Connection::rollback);
            throw e;
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            group.stream()
                    .filter(pending -> !pending.isPostponed())
                    .forEach(pending -> pending.refuse(afterBrokenCommit(pending, e)));
        }
        end(connection, c -> {});
        return null;
    }

    /** A refusal may rest on what others of the group have written, and so falls with them. */
    private static RuntimeException afterBrokenCommit(PendingAppend pending, SQLException e) {
        return pending.failure() == null
                ? new OutcomeUnknownException(e)
                : new EventLogUnavailableException(
                        "The connection broke during the commit; nothing of this append was written", e);
    }

    private static void end(Connection connection, Step last) {
        quietly(connection, last);
        quietly(connection, c -> c.setAutoCommit(true));
    }

    private static void quietly(Connection connection, Step step) {
        try {
            step.on(connection);
        } catch (SQLException e) {
            LOG.because(e, LogMessage.CONNECTION_NOT_ENDED);
        }
    }

    /** Something done to a connection. */
    @FunctionalInterface
    private interface Step {
        void on(Connection connection) throws SQLException;
    }
}
