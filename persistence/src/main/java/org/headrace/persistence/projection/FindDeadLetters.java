package org.headrace.persistence.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Query;

/** Finds many dead letters in {@code projection_dead_letters}. */
final class FindDeadLetters {

    /** In the order of the bytes, as names are compared elsewhere. */
    private static final String ORDER = "ORDER BY stream_name COLLATE \"C\", stream_offset\n";

    private static final String PAGE = "SELECT " + DeadLetterRow.COLUMNS
            + " FROM projection_dead_letters WHERE projection_name = ?\n" + DeadLetterRow.MATCHES
            + "AND (stream_name COLLATE \"C\", stream_offset) > (?, ?)\n" + ORDER + "LIMIT ?";

    private static final String HEADS = "SELECT " + DeadLetterRow.COLUMNS
            + " FROM projection_dead_letters l WHERE projection_name = ?\n" + DeadLetterRow.MATCHES
            + """
            AND NOT EXISTS (
                SELECT 1 FROM projection_dead_letters earlier
                WHERE earlier.projection_name = l.projection_name AND earlier.stream_name = l.stream_name
                  AND earlier.key = l.key AND earlier.stream_offset < l.stream_offset)
            """
            + ORDER;

    private static final String CAUSES = "SELECT DISTINCT ON (cause) " + DeadLetterRow.COLUMNS
            + """
            , count(*) OVER same AS letters, min(failed_at) OVER same AS first_at, max(failed_at) OVER same AS last_at
            FROM projection_dead_letters
            WHERE projection_name = ? AND cause IS NOT NULL
            """
            + DeadLetterRow.MATCHES
            + """
            WINDOW same AS (PARTITION BY cause)
            ORDER BY cause, failed_at DESC, stream_name DESC, stream_offset DESC
            """;

    private FindDeadLetters() {}

    static Page page(Jdbc jdbc, String projection, Query query) {
        Address after = LetterCursor.after(query.cursor());
        List<DeadLetter> found = new ArrayList<>();
        jdbc.each(
                PAGE,
                statement -> {
                    statement.setString(1, projection);
                    DeadLetterRow.setFilter(statement, 2, query.filter());
                    int next = 2 + DeadLetterRow.MATCHES_PARAMETERS;
                    statement.setString(next++, after.stream());
                    statement.setLong(next++, after.offset());
                    statement.setLong(next, query.limit() + 1L);
                },
                row -> found.add(DeadLetterRow.read(row)));
        return LetterCursor.page(found, query.limit());
    }

    static List<DeadLetter> heads(Jdbc jdbc, String projection, Filter filter) {
        List<DeadLetter> found = new ArrayList<>();
        jdbc.each(
                HEADS,
                statement -> {
                    statement.setString(1, projection);
                    DeadLetterRow.setFilter(statement, 2, filter);
                },
                row -> found.add(DeadLetterRow.read(row)));
        return found;
    }

    static List<Cause> causes(Jdbc jdbc, String projection, Filter filter) {
        List<Cause> found = new ArrayList<>();
        jdbc.each(
                CAUSES,
                statement -> {
                    statement.setString(1, projection);
                    DeadLetterRow.setFilter(statement, 2, filter);
                },
                row -> found.add(new Cause(
                        row.getString("cause"),
                        row.getLong("letters"),
                        row.getTimestamp("first_at").toInstant(),
                        row.getTimestamp("last_at").toInstant(),
                        DeadLetterRow.read(row))));
        found.sort(Comparator.comparing(Cause::count).reversed().thenComparing(Cause::cause));
        return found;
    }
}
