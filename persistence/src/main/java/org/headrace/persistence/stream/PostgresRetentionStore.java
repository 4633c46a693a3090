package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.SqlFailures;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.RetentionAction;
import org.headrace.stream.RetentionAction.Kind;
import org.jspecify.annotations.Nullable;

/** Retention in PostgreSQL. */
final class PostgresRetentionStore implements RetentionStore {

    private static final String SET_CLOSED =
            """
            WITH changed AS (
                UPDATE streams SET closed = ? WHERE name = ? AND closed <> ? RETURNING stream_id
            )
            INSERT INTO stream_actions (stream_id, action, principal, reason) SELECT stream_id, ?, ?, ? FROM changed
            """;

    private static final String RECORD_ARCHIVING =
            """
            INSERT INTO stream_actions (stream_id, action, below, principal, reason)
            SELECT stream_id, ?, ?, ?, ? FROM streams WHERE name = ? AND first_offset < ?
            """;

    private static final String ACTIONS =
            """
            SELECT acted_at, action, below, principal, reason
            FROM stream_actions JOIN streams USING (stream_id)
            WHERE name = ? ORDER BY action_id DESC LIMIT ?
            """;

    private final DataSource dataSource;
    private final Jdbc jdbc;

    PostgresRetentionStore(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new Jdbc(dataSource);
    }

    @Override
    public void setClosed(String stream, boolean closed, Operator by) {
        jdbc.update(SET_CLOSED, statement -> {
            statement.setBoolean(1, closed);
            statement.setString(2, stream);
            statement.setBoolean(3, closed);
            statement.setString(4, (closed ? Kind.CLOSED : Kind.REOPENED).name());
            statement.setString(5, Jdbc.text(by.principal()));
            statement.setString(6, Jdbc.text(by.reason()));
        });
    }

    @Override
    public void recordArchiving(String stream, long below, Operator by) {
        jdbc.update(RECORD_ARCHIVING, statement -> {
            statement.setString(1, Kind.ARCHIVED.name());
            statement.setLong(2, below);
            statement.setString(3, Jdbc.text(by.principal()));
            statement.setString(4, Jdbc.text(by.reason()));
            statement.setString(5, stream);
            statement.setLong(6, below);
        });
    }

    @Override
    public long archiveBatch(String stream, long below) {
        return ArchiveEvents.batch(jdbc, stream, below);
    }

    @Override
    public ArchivePage readArchive(String stream, @Nullable String key, long from, int limit) {
        try (Connection connection = Jdbc.open(dataSource)) {
            return ReadArchive.read(connection, new ReadEvents.Query(stream, key, from, limit));
        } catch (SQLException e) {
            throw SqlFailures.of("Reading the archive of stream " + stream + " failed", e);
        }
    }

    @Override
    public List<RetentionAction> actions(String stream, int limit) {
        List<RetentionAction> actions = new ArrayList<>();
        jdbc.each(
                ACTIONS,
                statement -> {
                    statement.setString(1, stream);
                    statement.setInt(2, limit);
                },
                row -> actions.add(action(row)));
        return actions;
    }

    private static RetentionAction action(ResultSet row) throws SQLException {
        return new RetentionAction(
                row.getTimestamp("acted_at").toInstant(),
                Kind.valueOf(row.getString("action")),
                row.getObject("below", Long.class),
                new Operator(row.getString("principal"), row.getString("reason")));
    }
}
