package org.headrace.persistence.stream;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Locks the rows of streams, in order of name so that two writers cannot wait for each other, and reads their heads. A
 * transaction that has done so may leave the database waiting for 10 s and no longer: PostgreSQL ends it when its node
 * was stopped in the middle, and other writers go on.
 */
final class LockStreams {

    /**
     * All or, while one is not there yet, none: whoever waits for another one's new stream must hold no lock that the
     * other one may want next.
     */
    private static final String LOCK =
            """
            SELECT name, stream_id, head, closed, set_config('idle_in_transaction_session_timeout', '10s', true)
            FROM streams
            WHERE name = ANY (?) AND (SELECT count(*) FROM streams WHERE name = ANY (?)) = ?
            ORDER BY name COLLATE "C" FOR UPDATE
            """;

    private static final String LOCK_FREE =
            """
            SELECT name, stream_id, head, closed, set_config('idle_in_transaction_session_timeout', '10s', true)
            FROM streams WHERE name = ANY (?) ORDER BY name COLLATE "C"
            FOR UPDATE SKIP LOCKED
            """;

    private static final String CREATE =
            """
            INSERT INTO streams (name) SELECT n FROM unnest(?) AS n ORDER BY n COLLATE "C" ON CONFLICT DO NOTHING
            """;

    private LockStreams() {}

    /** A locked stream. */
    record Locked(int id, long head, boolean closed) {}

    /** Makes those that are not there yet. */
    static Map<String, Locked> lock(Connection connection, SortedSet<String> names) throws SQLException {
        Map<String, Locked> locked = select(connection, names);
        while (locked.size() < names.size()) {
            create(connection, names);
            locked = select(connection, names);
        }
        return locked;
    }

    /** Only those that are there and that nobody else holds: waits for none. */
    static Map<String, Locked> lockFree(Connection connection, SortedSet<String> names) throws SQLException {
        Array array = connection.createArrayOf("text", names.toArray());
        try (PreparedStatement statement = connection.prepareStatement(LOCK_FREE)) {
            statement.setArray(1, array);
            return read(statement);
        } finally {
            array.free();
        }
    }

    private static Map<String, Locked> select(Connection connection, Collection<String> names) throws SQLException {
        Array array = connection.createArrayOf("text", names.toArray());
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setArray(1, array);
            statement.setArray(2, array);
            statement.setInt(3, names.size());
            return read(statement);
        } finally {
            array.free();
        }
    }

    private static Map<String, Locked> read(PreparedStatement statement) throws SQLException {
        Map<String, Locked> locked = new TreeMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                locked.put(row.getString(1), new Locked(row.getInt(2), row.getLong(3), row.getBoolean(4)));
            }
        }
        return locked;
    }

    private static void create(Connection connection, Collection<String> names) throws SQLException {
        Array array = connection.createArrayOf("text", names.toArray());
        try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
            statement.setArray(1, array);
            statement.executeUpdate();
        } finally {
            array.free();
        }
    }
}
