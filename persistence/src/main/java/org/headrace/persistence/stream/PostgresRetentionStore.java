package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.headrace.operator.OperatorAction;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.SqlFailures;
import org.headrace.persistence.operator.RecordAction;
import org.headrace.stream.ArchivePage;
import org.jspecify.annotations.Nullable;

/** Retention in PostgreSQL. */
final class PostgresRetentionStore implements RetentionStore {

    private static final String SET_CLOSED =
            """
            WITH changed AS (
                UPDATE streams SET closed = ? WHERE name = ? AND closed <> ? RETURNING stream_id
            )
            """
                    + RecordAction.RECORD
                    + "FROM changed";

    private final DataSource dataSource;
    private final Jdbc jdbc;

    PostgresRetentionStore(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new Jdbc(dataSource);
    }

    @Override
    public void setClosed(String stream, boolean closed, OperatorAction action) {
        jdbc.update(SET_CLOSED, statement -> {
            statement.setBoolean(1, closed);
            statement.setString(2, stream);
            statement.setBoolean(3, closed);
            RecordAction.set(statement, 4, action);
        });
    }

    @Override
    public long archiveFirstBatch(String stream, long below, OperatorAction action) {
        return ArchiveEvents.firstBatch(jdbc, stream, below, action);
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
}
