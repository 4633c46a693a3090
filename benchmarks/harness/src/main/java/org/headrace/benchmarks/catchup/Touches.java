package org.headrace.benchmarks.catchup;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.headrace.benchmarks.workload.Touched;

/** Reads pages of the stream, and decodes them as the workload in the server does. */
final class Touches implements AutoCloseable {

    private static final String STREAM = "SELECT stream_id FROM streams WHERE name = '" + Touched.STREAM + "'";

    private static final String PAGE =
            "SELECT data FROM events WHERE stream_id = ? AND stream_offset >= ? ORDER BY stream_offset LIMIT ?";

    private static final Jsonb JSON = JsonbBuilder.create();

    private final PreparedStatement page;
    private final int stream;

    Touches(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(STREAM)) {
            rows.next();
            stream = rows.getInt(1);
        }
        page = connection.prepareStatement(PAGE);
    }

    List<Touched> read(long from, int limit) throws SQLException {
        page.setInt(1, stream);
        page.setLong(2, from);
        page.setInt(3, limit);
        List<Touched> read = new ArrayList<>(limit);
        try (ResultSet rows = page.executeQuery()) {
            while (rows.next()) {
                read.add(JSON.fromJson(rows.getString(1), Touched.class));
            }
        }
        return read;
    }

    @Override
    public void close() throws SQLException {
        page.close();
    }
}
