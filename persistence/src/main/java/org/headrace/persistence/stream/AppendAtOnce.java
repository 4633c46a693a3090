package org.headrace.persistence.stream;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Appends to streams in one statement where there is nothing to decide: no expectation, no event id that a stream may
 * hold already. The common case, and a single round trip: outside a transaction it commits itself. Locks, and limits what
 * it leaves open, as {@link LockStreams} does.
 */
final class AppendAtOnce {

    private static final String APPEND =
            """
            WITH open AS (
                SELECT stream_id, name, head, set_config('idle_in_transaction_session_timeout', '10s', true)
                FROM streams WHERE name = ANY (?) AND NOT closed %s
            ), moved AS (
                UPDATE streams SET head = open.head + more.events
                FROM open JOIN unnest(?::text[], ?::int[]) AS more (name, events) USING (name)
                WHERE streams.stream_id = open.stream_id
            ), now AS (
                SELECT clock_timestamp() AS recorded_at
            ), inserted AS (
                INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, occurred_at,
                                    data, metadata)
                SELECT open.stream_id, e.size, open.head + e.n, e.event_id, now.recorded_at, e.event_type, e.key,
                       e.occurred_at, e.data::json, e.metadata::json
                FROM open JOIN
                     unnest(?::text[], ?::int[], ?::int[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[])
                     AS e (name, n, size, event_id, event_type, key, occurred_at, data, metadata) USING (name), now
            )
            SELECT name, head FROM open
            """;

    private static final String TO_FREE = APPEND.formatted("ORDER BY name COLLATE \"C\" FOR UPDATE SKIP LOCKED");

    /** None while one of the streams is not there yet. */
    private static final String TO_ALL = APPEND.formatted(
            "AND (SELECT count(*) FROM streams WHERE name = ANY (?)) = ? ORDER BY name COLLATE \"C\" FOR UPDATE");

    private AppendAtOnce() {}

    static boolean fits(List<PendingAppend> group) {
        return group.stream().allMatch(p -> !p.idsGiven() && !p.append().isConditional());
    }

    /** Waits for nobody: postpones those to streams that are not there yet, closed, or held by another transaction. */
    static void toFreeStreams(Connection connection, List<PendingAppend> group) throws SQLException {
        var rows = new Rows(group);
        try (PreparedStatement statement = connection.prepareStatement(TO_FREE)) {
            statement.setArray(1, rows.names(connection));
            rows.bind(connection, statement, 2);
            settle(group, heads(statement));
        }
    }

    /** Waits for the locks: postpones all while one of the streams is not there yet, and those to closed ones. */
    static void toAllStreams(Connection connection, List<PendingAppend> group) throws SQLException {
        var rows = new Rows(group);
        try (PreparedStatement statement = connection.prepareStatement(TO_ALL)) {
            statement.setArray(1, rows.names(connection));
            statement.setArray(2, rows.names(connection));
            statement.setInt(3, rows.events.size());
            rows.bind(connection, statement, 4);
            settle(group, heads(statement));
        }
    }

    /** What is to be written. */
    private static final class Rows {

        /** How many go to each stream. */
        private final Map<String, Integer> events = new TreeMap<>();

        private final EventColumns columns;
        private final Object[] streams;
        private final Object[] places;

        Rows(List<PendingAppend> group) {
            int count = group.stream().mapToInt(p -> p.eventIds().size()).sum();
            columns = new EventColumns(count);
            streams = new String[count];
            places = new Integer[count];
            int row = 0;
            for (PendingAppend pending : group) {
                List<UUID> ids = pending.eventIds();
                int place = events.getOrDefault(pending.stream(), 0);
                for (int i = 0; i < ids.size(); i++) {
                    columns.add(ids.get(i), pending.append().events().get(i));
                    streams[row] = pending.stream();
                    places[row++] = ++place;
                }
                events.put(pending.stream(), place);
            }
        }

        Array names(Connection connection) throws SQLException {
            return connection.createArrayOf("text", events.keySet().toArray());
        }

        void bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
            statement.setArray(first, names(connection));
            statement.setArray(
                    first + 1, connection.createArrayOf("int4", events.values().toArray()));
            statement.setArray(first + 2, connection.createArrayOf("text", streams));
            statement.setArray(first + 3, connection.createArrayOf("int4", places));
            columns.bind(connection, statement, first + 4);
        }
    }

    /** Where the streams ended that were appended to. */
    private static Map<String, Long> heads(PreparedStatement statement) throws SQLException {
        Map<String, Long> heads = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                heads.put(row.getString(1), row.getLong(2));
            }
        }
        return heads;
    }

    /** Moves each head on behind what is accepted. */
    private static void settle(List<PendingAppend> group, Map<String, Long> heads) {
        for (PendingAppend pending : group) {
            Long head = heads.get(pending.stream());
            if (head == null) {
                pending.postpone();
                continue;
            }
            List<Long> offsets = new ArrayList<>(pending.eventIds().size());
            for (int i = 1; i <= pending.eventIds().size(); i++) {
                offsets.add(head + i);
            }
            pending.accept(offsets, 0);
            heads.put(pending.stream(), head + offsets.size());
        }
    }
}
