package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Appends to a single stream in one statement where there is nothing to decide: no expectation, no event id that the
 * stream may hold already. The common case, and one round trip less. The limit is as in {@link LockStreams}.
 */
final class AppendToOneStream {

    private static final String APPEND =
            """
            WITH free AS (
                SELECT stream_id, head FROM streams WHERE name = ? AND NOT closed FOR UPDATE SKIP LOCKED
            ), moved AS (
                UPDATE streams SET head = free.head + ? FROM free WHERE streams.stream_id = free.stream_id
            ), now AS (
                SELECT clock_timestamp() AS recorded_at
            ), inserted AS (
                INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, occurred_at,
                                    data, metadata)
                SELECT free.stream_id, e.size, free.head + e.n, e.event_id, now.recorded_at, e.event_type, e.key,
                       e.occurred_at, e.data::json, e.metadata::json
                FROM free, now,
                     unnest(?::int[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                     AS e (size, event_id, event_type, key, occurred_at, data, metadata, n)
            )
            SELECT head, set_config('idle_in_transaction_session_timeout', '10s', true) FROM free
            """;

    private AppendToOneStream() {}

    static boolean fits(List<PendingAppend> group) {
        String stream = group.get(0).stream();
        return group.stream()
                .allMatch(p -> p.stream().equals(stream)
                        && !p.idsGiven()
                        && !p.append().isConditional());
    }

    /** Accepts all; postpones all where the stream is locked, closed or not there yet. */
    static void append(Connection connection, List<PendingAppend> group) throws SQLException {
        int count = group.stream().mapToInt(p -> p.eventIds().size()).sum();
        var columns = new EventColumns(count);
        for (PendingAppend pending : group) {
            List<UUID> ids = pending.eventIds();
            for (int i = 0; i < ids.size(); i++) {
                columns.add(ids.get(i), pending.append().events().get(i));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            statement.setString(1, group.get(0).stream());
            statement.setInt(2, count);
            columns.bind(connection, statement, 3);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    accept(group, row.getLong(1));
                } else {
                    group.forEach(PendingAppend::postpone);
                }
            }
        }
    }

    private static void accept(List<PendingAppend> group, long head) {
        long next = head + 1;
        for (PendingAppend pending : group) {
            List<Long> offsets = new ArrayList<>(pending.eventIds().size());
            for (int i = 0; i < pending.eventIds().size(); i++) {
                offsets.add(next++);
            }
            pending.accept(offsets, 0);
        }
    }
}
