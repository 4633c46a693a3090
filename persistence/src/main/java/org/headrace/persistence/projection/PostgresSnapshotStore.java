package org.headrace.persistence.projection;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Snapshot;
import org.headrace.projection.spi.Snapshot.Position;
import org.headrace.projection.spi.SnapshotStore;

/** Snapshots in {@code projection_snapshots}. */
public final class PostgresSnapshotStore implements SnapshotStore {

    private static final String SAVE =
            """
            INSERT INTO projection_snapshots (projection_name, version, taken_at, taken_by, stream_names,
                   segment_numbers, segment_totals, offsets, processed, unknown, skipped, checksum, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING snapshot_id
            """;

    private static final String LIST =
            """
            SELECT snapshot_id, version, taken_at, taken_by, stream_names, segment_numbers, segment_totals, offsets,
                   processed, unknown, skipped, checksum, octet_length(content) AS bytes
            FROM projection_snapshots
            WHERE projection_name = ?
            ORDER BY snapshot_id DESC
            """;

    private static final String CONTENT = "SELECT content FROM projection_snapshots WHERE snapshot_id = ?";

    private static final String KEEP_NEWEST =
            """
            DELETE FROM projection_snapshots
            WHERE projection_name = ? AND snapshot_id NOT IN (
                SELECT snapshot_id FROM projection_snapshots WHERE projection_name = ?
                ORDER BY snapshot_id DESC LIMIT ?)
            """;

    private final Jdbc jdbc;

    public PostgresSnapshotStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Snapshot save(Snapshot snapshot, byte[] content) {
        long id = jdbc.first(SAVE, statement -> set(statement, snapshot, content), row -> row.getLong(1))
                .orElseThrow();
        return new Snapshot(
                id,
                snapshot.projection(),
                snapshot.version(),
                snapshot.takenAt(),
                snapshot.takenBy(),
                snapshot.positions(),
                snapshot.checksum(),
                content.length);
    }

    @Override
    public List<Snapshot> list(String projection) {
        List<Snapshot> found = new ArrayList<>();
        jdbc.each(LIST, statement -> statement.setString(1, projection), row -> found.add(read(projection, row)));
        return found;
    }

    @Override
    public Optional<byte[]> content(long id) {
        return jdbc.first(CONTENT, statement -> statement.setLong(1, id), row -> row.getBytes(1));
    }

    @Override
    public void keepNewest(String projection, int count) {
        jdbc.update(KEEP_NEWEST, statement -> {
            statement.setString(1, projection);
            statement.setString(2, projection);
            statement.setInt(3, count);
        });
    }

    private static void set(PreparedStatement statement, Snapshot snapshot, byte[] content) throws SQLException {
        Connection connection = statement.getConnection();
        List<Position> positions = snapshot.positions();
        statement.setString(1, snapshot.projection());
        statement.setInt(2, snapshot.version());
        statement.setTimestamp(3, Jdbc.timestamp(snapshot.takenAt()));
        statement.setString(4, Jdbc.text(snapshot.takenBy()));
        statement.setArray(5, array(connection, "text", positions, Position::stream));
        statement.setArray(6, array(connection, "int4", positions, Position::segment));
        statement.setArray(7, array(connection, "int4", positions, Position::of));
        statement.setArray(8, array(connection, "int8", positions, Position::offset));
        statement.setArray(
                9, array(connection, "int8", positions, p -> p.counts().processed()));
        statement.setArray(
                10, array(connection, "int8", positions, p -> p.counts().unknown()));
        statement.setArray(
                11, array(connection, "int8", positions, p -> p.counts().skipped()));
        statement.setString(12, snapshot.checksum());
        statement.setBytes(13, content);
    }

    private static Array array(
            Connection connection, String type, List<Position> positions, Function<Position, Object> part)
            throws SQLException {
        return connection.createArrayOf(type, positions.stream().map(part).toArray());
    }

    private static Snapshot read(String projection, ResultSet row) throws SQLException {
        String[] streams = (String[]) row.getArray("stream_names").getArray();
        Integer[] numbers = (Integer[]) row.getArray("segment_numbers").getArray();
        Integer[] totals = (Integer[]) row.getArray("segment_totals").getArray();
        Long[] offsets = (Long[]) row.getArray("offsets").getArray();
        Long[] processed = (Long[]) row.getArray("processed").getArray();
        Long[] unknown = (Long[]) row.getArray("unknown").getArray();
        Long[] skipped = (Long[]) row.getArray("skipped").getArray();
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < streams.length; i++) {
            positions.add(new Position(
                    streams[i], numbers[i], totals[i], offsets[i], new Counts(processed[i], unknown[i], skipped[i])));
        }
        return new Snapshot(
                row.getLong("snapshot_id"),
                projection,
                row.getInt("version"),
                row.getTimestamp("taken_at").toInstant(),
                row.getString("taken_by"),
                positions,
                row.getString("checksum"),
                row.getLong("bytes"));
    }
}
