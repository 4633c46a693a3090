package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Inserts events and moves the heads of their streams: one statement, whatever their number. */
final class InsertEvents {

    private static final String INSERT =
            """
            WITH moved AS (
                UPDATE streams SET head = new.head
                FROM unnest(?::int[], ?::bigint[]) AS new (stream_id, head)
                WHERE streams.stream_id = new.stream_id
            ), now AS (
                SELECT clock_timestamp() AS recorded_at
            )
            INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, occurred_at,
                                data, metadata)
            SELECT e.stream_id, e.size, e.stream_offset, e.event_id, now.recorded_at, e.event_type, e.key, e.occurred_at,
                   e.data::json, e.metadata::json
            FROM unnest(?::int[], ?::bigint[],
                        ?::int[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS e (stream_id, stream_offset, size, event_id, event_type, key, occurred_at, data, metadata), now
            """;

    private InsertEvents() {}

    /** What is to be written to one stream, whose lock is held. */
    record Tail(int streamId, StreamDraft draft) {}

    static void insert(Connection connection, List<Tail> tails) throws SQLException {
        int count = tails.stream().mapToInt(t -> t.draft().drafts().size()).sum();
        if (count == 0) {
            return;
        }
        Object[] ids = new Integer[tails.size()];
        Object[] heads = new Long[tails.size()];
        Object[] streams = new Integer[count];
        Object[] offsets = new Long[count];
        var columns = new EventColumns(count);
        int row = 0;
        for (int i = 0; i < tails.size(); i++) {
            ids[i] = tails.get(i).streamId();
            heads[i] = tails.get(i).draft().head();
            for (Draft draft : tails.get(i).draft().drafts()) {
                streams[row] = ids[i];
                offsets[row++] = draft.offset();
                columns.add(draft.eventId(), draft.event());
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setArray(1, connection.createArrayOf("int4", ids));
            statement.setArray(2, connection.createArrayOf("int8", heads));
            statement.setArray(3, connection.createArrayOf("int4", streams));
            statement.setArray(4, connection.createArrayOf("int8", offsets));
            columns.bind(connection, statement, 5);
            statement.executeUpdate();
        }
    }
}
