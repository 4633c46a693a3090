package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.headrace.persistence.stream.Draft.Existing;
import org.headrace.persistence.stream.GroupCommit.Writer;
import org.headrace.persistence.stream.InsertEvents.Tail;
import org.headrace.persistence.stream.LockStreams.Locked;
import org.headrace.stream.NewEvent;

/**
 * Writes a group of appends in the connection's transaction: locks their streams, decides each, inserts all that were
 * accepted at once. READ COMMITTED, so that what is read under a lock is what is there.
 */
final class WriteGroup {

    /** Waits for the locks, and makes streams that are not there yet. */
    static final Writer WAITING = new Writer() {
        @Override
        public void write(Connection connection, List<PendingAppend> group) throws SQLException {
            WriteGroup.write(connection, group);
        }

        @Override
        public boolean isOneStatement(List<PendingAppend> group) {
            return false;
        }
    };

    /** Waits for no other transaction: appends to streams that are locked, or not there yet, are postponed. */
    static final Writer TO_FREE_STREAMS = new Writer() {
        @Override
        public void write(Connection connection, List<PendingAppend> group) throws SQLException {
            writeToFreeStreams(connection, group);
        }

        @Override
        public boolean isOneStatement(List<PendingAppend> group) {
            return AppendAtOnce.fits(group);
        }
    };

    private WriteGroup() {}

    /**
     * Waits for the locks, and makes streams that are not there yet. Each append is accepted or refused; an exception
     * means that none of them can be written.
     */
    static void write(Connection connection, List<PendingAppend> group) throws SQLException {
        List<PendingAppend> left = group;
        if (AppendAtOnce.fits(group)) {
            AppendAtOnce.toAllStreams(connection, group);
            left = group.stream().filter(PendingAppend::isPostponed).toList();
        }
        if (!left.isEmpty()) {
            write(connection, left, LockStreams.lock(connection, names(left)));
        }
    }

    private static void writeToFreeStreams(Connection connection, List<PendingAppend> group) throws SQLException {
        if (AppendAtOnce.fits(group)) {
            AppendAtOnce.toFreeStreams(connection, group);
            return;
        }
        Map<String, Locked> locked = LockStreams.lockFree(connection, names(group));
        List<PendingAppend> free = new ArrayList<>();
        for (PendingAppend pending : group) {
            if (locked.containsKey(pending.stream())) {
                free.add(pending);
            } else {
                pending.postpone();
            }
        }
        write(connection, free, locked);
    }

    private static SortedSet<String> names(List<PendingAppend> group) {
        SortedSet<String> names = new TreeSet<>();
        group.forEach(pending -> names.add(pending.stream()));
        return names;
    }

    private static void write(Connection connection, List<PendingAppend> group, Map<String, Locked> locked)
            throws SQLException {
        Map<String, StreamDraft> drafts = new TreeMap<>();
        List<Tail> tails = new ArrayList<>();
        for (Map.Entry<String, Locked> entry : locked.entrySet()) {
            String name = entry.getKey();
            Locked stream = entry.getValue();
            int id = stream.id();
            var held = new HeldByDatabase(connection, stream, existing(connection, id, name, group));
            var draft = new StreamDraft(name, stream.head(), held);
            drafts.put(name, draft);
            tails.add(new Tail(id, draft));
        }
        try {
            for (PendingAppend pending : group) {
                StreamDraft draft = drafts.get(pending.stream());
                if (draft == null) {
                    throw new IllegalStateException("Stream " + pending.stream() + " was not locked");
                }
                draft.decide(pending);
            }
        } catch (QueryFailed e) {
            throw e.sql();
        }
        InsertEvents.insert(connection, tails);
    }

    private static Map<UUID, Existing> existing(
            Connection connection, int streamId, String stream, List<PendingAppend> group) throws SQLException {
        List<UUID> given = new ArrayList<>();
        for (PendingAppend pending : group) {
            if (pending.idsGiven() && pending.stream().equals(stream)) {
                for (NewEvent event : pending.append().events()) {
                    if (event.eventId() != null) {
                        given.add(event.eventId());
                    }
                }
            }
        }
        return given.isEmpty() ? Map.of() : FindEvents.byId(connection, streamId, given);
    }

    /** Ids are looked up beforehand, all at once; keys when an expectation asks. */
    private record HeldByDatabase(Connection connection, Locked stream, Map<UUID, Existing> existing)
            implements StreamDraft.Held {

        @Override
        public Optional<Existing> find(UUID eventId) {
            return Optional.ofNullable(existing.get(eventId));
        }

        @Override
        public long newestOfKey(String key) {
            try {
                return FindEvents.newestOfKey(connection, stream.id(), key);
            } catch (SQLException e) {
                throw new QueryFailed(e);
            }
        }

        @Override
        public boolean isClosed() {
            return stream.closed();
        }
    }

    /** Carries an SQLException through code that knows no SQL. */
    private static final class QueryFailed extends RuntimeException {
        private final SQLException sql;

        QueryFailed(SQLException sql) {
            super(sql);
            this.sql = sql;
        }

        SQLException sql() {
            return sql;
        }
    }
}
