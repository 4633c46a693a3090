package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.headrace.stream.NewEvent;

/** What events hold, as one array a column: size, event_id, event_type, key, occurred_at, data, metadata. */
final class EventColumns {

    private static final String[] TYPES = {"int4", "uuid", "text", "text", "text", "text", "text"};

    private final Object[][] values;
    private int rows;

    EventColumns(int count) {
        values = new Object[TYPES.length][count];
    }

    void add(UUID id, NewEvent event) {
        values[0][rows] = EventSize.of(event);
        values[1][rows] = id;
        values[2][rows] = event.type();
        values[3][rows] = event.key();
        values[4][rows] = event.occurredAt();
        values[5][rows] = event.data().text();
        values[6][rows] = event.metadata().text();
        rows++;
    }

    /** @param first the index of the first column's parameter */
    void bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
        for (int i = 0; i < TYPES.length; i++) {
            statement.setArray(first + i, connection.createArrayOf(TYPES[i], values[i]));
        }
    }
}
