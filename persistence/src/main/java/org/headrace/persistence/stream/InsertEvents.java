package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.headrace.stream.NewEvent;

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
            FROM unnest(?::int[], ?::int[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[])
                 AS e (stream_id, size, stream_offset, event_id, event_type, key, occurred_at, data, metadata), now
            """;

    private InsertEvents() {}

    /** What is to be written to one stream, whose lock is held. */
    record Tail(int streamId, StreamDraft draft) {}

    static void insert(Connection connection, List<Tail> tails) throws SQLException {
        int count = tails.stream().mapToInt(t -> t.draft().drafts().size()).sum();
        if (count == 0) {
            return;
        }
        var columns = new Columns(count);
        Object[] ids = new Integer[tails.size()];
        Object[] heads = new Long[tails.size()];
        for (int i = 0; i < tails.size(); i++) {
            ids[i] = tails.get(i).streamId();
            heads[i] = tails.get(i).draft().head();
            for (Draft draft : tails.get(i).draft().drafts()) {
                columns.add(tails.get(i).streamId(), draft);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setArray(1, connection.createArrayOf("int4", ids));
            statement.setArray(2, connection.createArrayOf("int8", heads));
            columns.bind(connection, statement, 3);
            statement.executeUpdate();
        }
    }

    /** One array a column. */
    private static final class Columns {

        private static final String[] TYPES = {
            "int4", "int4", "int8", "uuid", "text", "text", "text", "text", "text",
        };

        private final Object[][] values;
        private int rows;

        Columns(int count) {
            values = new Object[TYPES.length][count];
        }

        void add(int streamId, Draft draft) {
            NewEvent event = draft.event();
            Object[] row = {
                streamId,
                EventSize.of(event),
                draft.offset(),
                draft.eventId(),
                event.type(),
                event.key(),
                event.occurredAt(),
                event.data().text(),
                event.metadata().text(),
            };
            for (int i = 0; i < row.length; i++) {
                values[i][rows] = row[i];
            }
            rows++;
        }

        void bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
            for (int i = 0; i < TYPES.length; i++) {
                statement.setArray(first + i, connection.createArrayOf(TYPES[i], values[i]));
            }
        }
    }
}
