package org.headrace.persistence.stream;

import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.SqlFailures;
import org.headrace.stream.EventPage;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.spi.StreamContents;
import org.jspecify.annotations.Nullable;

/** Keeps the log in PostgreSQL. */
public final class PostgresEventStore implements EventReader {

    private static final String STREAM =
            """
            SELECT name, head, created_at, first_offset, closed FROM streams WHERE name = ? AND head >= 0
            """;

    private static final String STREAMS =
            """
            SELECT name, head, created_at, first_offset, closed FROM streams
            WHERE head >= 0 AND (?::text IS NULL OR name COLLATE "C" > ?)
            ORDER BY name COLLATE "C" LIMIT ?
            """;

    private static final String HEADS =
            """
            SELECT name, head FROM streams WHERE head >= 0 AND name = ANY (?)
            """;

    /** No name goes beyond its prefix and the last of all characters. */
    static final String HEADS_BY_PREFIX =
            """
            SELECT wanted.prefix, found.name, found.head FROM unnest(?::text[]) AS wanted (prefix)
            CROSS JOIN LATERAL (
                SELECT name, head FROM streams
                WHERE head >= 0 AND name COLLATE "C" >= wanted.prefix
                    AND name COLLATE "C" < wanted.prefix || U&'\\+10FFFF'
                LIMIT ?
            ) AS found
            """;

    private final DataSource dataSource;
    private final Jdbc jdbc;

    private PostgresEventStore(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new Jdbc(dataSource);
    }

    /** A log over the data source, whose pool must enlist its connections in the caller's transaction. */
    public static StoredEventLog newLog(
            TransactionSynchronizationRegistry registry,
            DataSource dataSource,
            Listeners listeners,
            int maxEventBytes) {
        var store = new PostgresEventStore(dataSource);
        var direct = new DirectAppends(dataSource, listeners);
        return new StoredEventLog(
                store,
                new JoinedAppends(registry, () -> new Session(dataSource), listeners),
                new ObservedAppends(direct::append, listeners),
                maxEventBytes);
    }

    /** Retention of the log over the same data source, which keeps the record of operators' actions too. */
    public static Retention newRetention(
            TransactionSynchronizationRegistry registry, DataSource dataSource, Clock clock) {
        return new StoredRetention(
                new PostgresRetentionStore(dataSource), new PostgresEventStore(dataSource), registry, clock);
    }

    @Override
    public EventPage read(String stream, @Nullable String key, long from, int limit) {
        try (Connection connection = Jdbc.open(dataSource)) {
            return ReadEvents.read(connection, new ReadEvents.Query(stream, key, from, limit));
        } catch (SQLException e) {
            throw SqlFailures.of("Reading stream " + stream + " failed", e);
        }
    }

    @Override
    public Optional<StreamInfo> stream(String name) {
        return jdbc.first(STREAM, statement -> statement.setString(1, name), PostgresEventStore::info);
    }

    @Override
    public List<StreamInfo> streams(@Nullable String after, int limit) {
        List<StreamInfo> found = new ArrayList<>();
        jdbc.each(
                STREAMS,
                statement -> {
                    statement.setString(1, after);
                    statement.setString(2, after);
                    statement.setInt(3, limit);
                },
                row -> found.add(info(row)));
        return found;
    }

    @Override
    public StreamContents.Contents contents(String stream) {
        return CountEvents.count(jdbc, stream);
    }

    @Override
    public Map<String, Long> heads(Collection<String> streams) {
        Map<String, Long> heads = new HashMap<>();
        jdbc.each(
                HEADS,
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("text", streams.toArray())),
                row -> heads.put(row.getString(1), row.getLong(2)));
        return heads;
    }

    @Override
    public Map<String, Map<String, Long>> headsByPrefix(Collection<String> prefixes, int most) {
        Map<String, Map<String, Long>> heads = new HashMap<>();
        jdbc.each(
                HEADS_BY_PREFIX,
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("text", prefixes.toArray()));
                    statement.setInt(2, most);
                },
                row -> heads.computeIfAbsent(row.getString(1), prefix -> new HashMap<>())
                        .put(row.getString(2), row.getLong(3)));
        return heads;
    }

    private static StreamInfo info(ResultSet row) throws SQLException {
        return new StreamInfo(
                row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant(), row.getLong(4), row.getBoolean(5));
    }

    /** Writes with the connection that the pool has enlisted in the caller's transaction. */
    private record Session(DataSource dataSource) implements AppendSession {

        @Override
        public void write(List<PendingAppend> group) {
            try (Connection connection = Jdbc.open(dataSource)) {
                WriteGroup.write(connection, group);
            } catch (SQLException e) {
                throw SqlFailures.of("Appending failed", e);
            }
        }

        @Override
        public void committed() {
            // The database has.
        }

        @Override
        public void rolledBack() {
            // The database has.
        }
    }
}
