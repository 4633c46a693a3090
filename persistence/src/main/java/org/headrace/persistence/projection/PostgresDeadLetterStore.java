package org.headrace.persistence.projection;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.spi.DeadLetterStore;
import org.jspecify.annotations.Nullable;

/** Dead letters in {@code projection_dead_letters}. */
public final class PostgresDeadLetterStore implements DeadLetterStore {

    private static final String SAVE =
            """
            INSERT INTO projection_dead_letters (projection_name, stream_name, stream_offset, event_type, key, parked_at,
                   cause, error, attempts, failed_at, edited_data, stack_trace)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?)
            ON CONFLICT ON CONSTRAINT pk_projection_dead_letters DO UPDATE
            SET cause = excluded.cause, error = excluded.error, attempts = excluded.attempts,
                failed_at = excluded.failed_at, edited_data = excluded.edited_data, stack_trace = excluded.stack_trace
            """;

    private static final String MOVE =
            "UPDATE projection_dead_letters SET projection_name = ? WHERE projection_name = ?";

    private static final String QUEUE =
            """
            INSERT INTO projection_dead_letters (projection_name, stream_name, stream_offset, event_type, key, parked_at)
            SELECT ?, * FROM unnest(?, ?, ?, ?, ?)
            """;

    private static final String REMOVE =
            """
            DELETE FROM projection_dead_letters
            WHERE projection_name = ? AND stream_name = ? AND stream_offset = ?
            """;

    private static final String CLEAR = "DELETE FROM projection_dead_letters WHERE projection_name = ?";

    private static final String FIND = "SELECT " + DeadLetterRow.COLUMNS
            + """
             FROM projection_dead_letters
            WHERE projection_name = ? AND stream_name = ? AND stream_offset = ?
            """;

    private static final String STACK_TRACE =
            """
            SELECT stack_trace FROM projection_dead_letters
            WHERE projection_name = ? AND stream_name = ? AND stream_offset = ? AND stack_trace IS NOT NULL
            """;

    private static final String FIRST_OF = "SELECT " + DeadLetterRow.COLUMNS
            + """
             FROM projection_dead_letters
            WHERE projection_name = ? AND stream_name = ? AND key = ?
            ORDER BY stream_offset LIMIT 1
            """;

    private static final String KEYS =
            """
            SELECT stream_name, key, count(*) FROM projection_dead_letters
            WHERE projection_name = ? AND key IS NOT NULL
            GROUP BY stream_name, key
            """;

    private static final String COUNTS =
            """
            SELECT stream_name, count(*) FROM projection_dead_letters
            WHERE projection_name = ?
            GROUP BY stream_name
            """;

    private final Jdbc jdbc;

    public PostgresDeadLetterStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void save(String projection, DeadLetter letter, String stackTrace) {
        jdbc.update(SAVE, statement -> {
            DeadLetterRow.setAddress(statement, 1, projection, letter.at());
            statement.setString(4, letter.eventType());
            statement.setString(5, letter.key());
            statement.setTimestamp(6, Jdbc.timestamp(letter.parkedAt()));
            setFailure(statement, 7, letter.failure());
            statement.setString(
                    11, letter.editedData() == null ? null : letter.editedData().text());
            statement.setString(12, Jdbc.text(stackTrace));
        });
    }

    @Override
    public void queue(String projection, List<DeadLetter> letters) {
        jdbc.update(QUEUE, statement -> {
            statement.setString(1, projection);
            statement.setArray(2, array(statement, "text", letters, letter -> letter.at().stream()));
            statement.setArray(
                    3, array(statement, "bigint", letters, letter -> letter.at().offset()));
            statement.setArray(4, array(statement, "text", letters, DeadLetter::eventType));
            statement.setArray(5, array(statement, "text", letters, DeadLetter::key));
            statement.setArray(
                    6, array(statement, "timestamptz", letters, letter -> Timestamp.from(letter.parkedAt())));
        });
    }

    @Override
    public boolean remove(String projection, Address at) {
        return jdbc.update(REMOVE, statement -> DeadLetterRow.setAddress(statement, 1, projection, at)) > 0;
    }

    @Override
    public void clear(String projection) {
        jdbc.update(CLEAR, statement -> statement.setString(1, projection));
    }

    @Override
    public void move(String from, String to) {
        clear(to);
        jdbc.update(MOVE, statement -> {
            statement.setString(1, to);
            statement.setString(2, from);
        });
    }

    @Override
    public Optional<DeadLetter> find(String projection, Address at) {
        return jdbc.first(
                FIND, statement -> DeadLetterRow.setAddress(statement, 1, projection, at), DeadLetterRow::read);
    }

    @Override
    public Optional<String> stackTrace(String projection, Address at) {
        return jdbc.first(
                STACK_TRACE,
                statement -> DeadLetterRow.setAddress(statement, 1, projection, at),
                row -> row.getString(1));
    }

    @Override
    public Optional<DeadLetter> firstOf(String projection, StreamKey key) {
        return jdbc.first(
                FIRST_OF,
                statement -> {
                    statement.setString(1, projection);
                    statement.setString(2, key.stream());
                    statement.setString(3, key.key());
                },
                DeadLetterRow::read);
    }

    @Override
    public List<DeadLetter> heads(String projection, Filter filter) {
        return FindDeadLetters.heads(jdbc, projection, filter);
    }

    @Override
    public Map<StreamKey, Long> keys(String projection) {
        Map<StreamKey, Long> found = new HashMap<>();
        jdbc.each(
                KEYS,
                statement -> statement.setString(1, projection),
                row -> found.put(new StreamKey(row.getString(1), row.getString(2)), row.getLong(3)));
        return found;
    }

    @Override
    public Map<String, Long> counts(String projection) {
        Map<String, Long> found = new HashMap<>();
        jdbc.each(
                COUNTS,
                statement -> statement.setString(1, projection),
                row -> found.put(row.getString(1), row.getLong(2)));
        return found;
    }

    @Override
    public Page find(String projection, Query query) {
        return FindDeadLetters.page(jdbc, projection, query);
    }

    @Override
    public List<Cause> causes(String projection, Filter filter) {
        return FindDeadLetters.causes(jdbc, projection, filter);
    }

    private static void setFailure(PreparedStatement statement, int first, @Nullable Failure failure)
            throws SQLException {
        statement.setString(first, failure == null ? null : Jdbc.text(failure.cause()));
        statement.setString(first + 1, failure == null ? null : Jdbc.text(failure.error()));
        statement.setInt(first + 2, failure == null ? 0 : failure.attempts());
        statement.setTimestamp(first + 3, failure == null ? null : Jdbc.timestamp(failure.failedAt()));
    }

    private static Array array(
            PreparedStatement statement,
            String type,
            List<DeadLetter> letters,
            Function<DeadLetter, @Nullable Object> value)
            throws SQLException {
        return statement
                .getConnection()
                .createArrayOf(type, letters.stream().map(value).toArray());
    }
}
