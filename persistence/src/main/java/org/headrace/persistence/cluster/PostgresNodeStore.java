package org.headrace.persistence.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.SqlFailures;

/** Nodes in {@code nodes}; a line is a connection that is kept. */
public final class PostgresNodeStore implements NodeStore {

    private final DataSource dataSource;
    private final Duration answerWithin;

    /** @param answerWithin a line that waits longer for the database than this is broken */
    public PostgresNodeStore(DataSource dataSource, Duration answerWithin) {
        this.dataSource = dataSource;
        this.answerWithin = answerWithin;
    }

    @Override
    public NodeLine open() {
        try {
            Connection connection = Jdbc.open(dataSource);
            try {
                return new PostgresNodeLine(connection, answerWithin);
            } catch (SQLException | RuntimeException e) {
                closeAfter(e, connection);
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailures.of("The node cannot reach the database", e);
        }
    }

    private static void closeAfter(Exception failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
