package org.headrace.benchmarks.idle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.headrace.benchmarks.BenchmarkDatabase;

/** How many statements PostgreSQL has carried out. It is asked by a connection whose own do not count. */
final class StatementCounts {

    /** The end of each transaction is counted with its beginning: of a prepared COMMIT only the first one is counted. */
    private static final String COUNT =
            """
            SELECT coalesce(
                       (SELECT sum(CASE WHEN query LIKE 'BEGIN%' THEN 2 * calls
                                        WHEN query IN ('COMMIT', 'ROLLBACK') THEN 0
                                        ELSE calls END)
                        FROM pg_stat_statements AS s WHERE s.dbid = d.datid),
                       0),
                   d.xact_commit + d.xact_rollback
            FROM pg_stat_database AS d WHERE d.datname = ?
            """;

    static final int LATE_SECONDS = 10;

    private final BenchmarkDatabase database;

    private StatementCounts(BenchmarkDatabase database) {
        this.database = database;
    }

    /**
     * How much has been asked of a database.
     *
     * @param statements all that were carried out, BEGIN and COMMIT among them
     * @param transactions all that have ended, checks of connections among them, which are no statements; one may be counted
     *     {@value #LATE_SECONDS} s late
     */
    record Count(long statements, long transactions) {

        Count minus(Count before) {
            return new Count(statements - before.statements, transactions - before.transactions);
        }
    }

    /** Has them counted from now on. */
    static StatementCounts begin(BenchmarkDatabase database) throws SQLException {
        try (Connection connection = database.connectAside();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION pg_stat_statements");
        }
        return new StatementCounts(database);
    }

    /** @param name of a database */
    Count of(String name) throws SQLException {
        try (Connection connection = database.connectAside();
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, name);
            try (ResultSet rows = count.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("There is no database " + name);
                }
                return new Count(rows.getLong(1), rows.getLong(2));
            }
        }
    }
}
