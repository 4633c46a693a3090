package org.headrace.persistence.projection;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.headrace.json.JsonText;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetters.Filter;
import org.jspecify.annotations.Nullable;

/** A row of {@code projection_dead_letters}, and what rows are looked for by. */
final class DeadLetterRow {

    /** All but the stack trace, which may be long. */
    static final String COLUMNS =
            "stream_name, stream_offset, event_type, key, parked_at, cause, error, attempts, failed_at, edited_data";

    /** What follows {@code WHERE projection_name = ?}. */
    static final String MATCHES =
            """
            AND (?::text IS NULL OR stream_name = ?)
            AND (?::text IS NULL OR key = ?)
            AND (?::text IS NULL OR cause = ?)
            AND (?::text[] IS NULL OR stream_name = ANY (?::text[]))
            """;

    /** How many parameters {@link #MATCHES} has. */
    static final int MATCHES_PARAMETERS = 8;

    private DeadLetterRow() {}

    static DeadLetter read(ResultSet row) throws SQLException {
        String cause = row.getString("cause");
        Instant failedAt = Jdbc.instant(row, "failed_at");
        String edited = row.getString("edited_data");
        return new DeadLetter(
                new Address(row.getString("stream_name"), row.getLong("stream_offset")),
                row.getString("event_type"),
                row.getString("key"),
                row.getTimestamp("parked_at").toInstant(),
                cause == null || failedAt == null
                        ? null
                        : new Failure(cause, row.getString("error"), row.getInt("attempts"), failedAt),
                edited == null ? null : JsonText.validated(edited));
    }

    /** Sets the parameters of {@link #MATCHES}. */
    static void setFilter(PreparedStatement statement, int first, Filter filter) throws SQLException {
        int next = first;
        for (@Nullable String wanted : new @Nullable String[] {filter.stream(), filter.key(), filter.cause()}) {
            statement.setString(next++, Jdbc.text(wanted));
            statement.setString(next++, Jdbc.text(wanted));
        }
        Array within = filter.within() == null
                ? null
                : statement
                        .getConnection()
                        .createArrayOf("text", filter.within().toArray());
        statement.setArray(next++, within);
        statement.setArray(next, within);
    }

    static void setAddress(PreparedStatement statement, int first, String projection, Address at) throws SQLException {
        statement.setString(first, projection);
        statement.setString(first + 1, Jdbc.text(at.stream()));
        statement.setLong(first + 2, at.offset());
    }
}
