package org.headrace.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs single statements on the data source: in the caller's JTA transaction where there is one, since the pool enlists
 * its connections, else each in a transaction of its own.
 */
public final class Jdbc {

    private final DataSource dataSource;

    public Jdbc(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Sets a statement's parameters. */
    @FunctionalInterface
    public interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Reads the row that a result set stands at. */
    @FunctionalInterface
    public interface Row<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Opens a connection. Whatever keeps a pool from giving one will pass, also where the pool names no SQL state.
     */
    public static Connection open(DataSource dataSource) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new SQLTransientConnectionException(e.getMessage(), e.getSQLState(), e);
        }
    }

    /** The number of rows changed. */
    public int update(String sql, Parameters parameters) {
        try (Connection connection = open(dataSource);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.of("Writing to the database failed", e);
        }
    }

    /** The first row. */
    public <T> Optional<T> first(String sql, Parameters parameters, Row<T> row) {
        try (Connection connection = open(dataSource);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(row.read(result)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.of("Reading from the database failed", e);
        }
    }

    /** Reads each row. */
    public void each(String sql, Parameters parameters, Row<?> row) {
        try (Connection connection = open(dataSource);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    row.read(result);
                }
            }
        } catch (SQLException e) {
            throw SqlFailures.of("Reading from the database failed", e);
        }
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    public static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    /** The text as PostgreSQL can hold it: foreign messages and stack traces may contain U+0000, which it refuses. */
    public static @Nullable String text(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
