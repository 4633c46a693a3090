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
import java.util.TreeSet;

/** Locks the rows of streams, in order of name so that two writers cannot wait for each other, and reads their heads. */
final class LockStreams {

    private static final String LOCK =
            """
            SELECT name, stream_id, head FROM streams WHERE name = ANY (?) ORDER BY name COLLATE "C" FOR UPDATE
            """;

    private static final String LOCK_FREE =
            """
            SELECT name, stream_id, head FROM streams WHERE name = ANY (?) ORDER BY name COLLATE "C"
            FOR UPDATE SKIP LOCKED
            """;

    private static final String CREATE =
            """
            INSERT INTO streams (name) SELECT n FROM unnest(?) AS n ORDER BY n COLLATE "C" ON CONFLICT DO NOTHING
            """;

    private LockStreams() {}

    /** A locked stream. */
    record Locked(int id, long head) {}

    /** Makes those that are not there yet. */
    static Map<String, Locked> lock(Connection connection, SortedSet<String> names) throws SQLException {
        Map<String, Locked> locked = select(connection, LOCK, names);
        while (locked.size() < names.size()) {
            SortedSet<String> missing = new TreeSet<>(names);
            missing.removeAll(locked.keySet());
            create(connection, missing);
            locked.putAll(select(connection, LOCK, missing));
        }
        return locked;
    }

    /** Only those that are there and that nobody else holds: waits for none. */
    static Map<String, Locked> lockFree(Connection connection, SortedSet<String> names) throws SQLException {
        return select(connection, LOCK_FREE, names);
    }

    private static Map<String, Locked> select(Connection connection, String sql, Collection<String> names)
            throws SQLException {
        Map<String, Locked> locked = new TreeMap<>();
        Array array = connection.createArrayOf("text", names.toArray());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, array);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    locked.put(row.getString(1), new Locked(row.getInt(2), row.getLong(3)));
                }
            }
            return locked;
        } finally {
            array.free();
        }
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
