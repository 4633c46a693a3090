package org.headrace.persistence.saga;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.spi.SagaLogStore;

/** What happened to sagas, in {@code saga_step_log}; what of it nobody has taken, in {@code saga_log_queue}. */
public final class PostgresSagaLogStore implements SagaLogStore {

    /** Around the rows: one each is cheaper than arrays, and there are few. */
    private static final String ADD_BEFORE_ROWS =
            """
            WITH logged AS (
                INSERT INTO saga_step_log (%s)
                VALUES\s"""
                    .formatted(HappeningColumns.NAMES);

    private static final String ADD_BEHIND_ROWS =
            """

                RETURNING sequence
            )
            INSERT INTO saga_log_queue (sequence) SELECT sequence FROM logged
            """;

    private static final String OF =
            """
            SELECT * FROM saga_step_log WHERE saga_id = ? AND sequence > ? ORDER BY sequence LIMIT ?
            """;

    /**
     * Waits for who takes the same ones, as what comes behind them must not be told before them. Goes to each row by where it
     * is and by its key: planned as joins, all of both tables is read while nobody has analysed them. Rows of the queue are
     * never updated, so they stay where they are.
     */
    private static final String TAKE =
            """
            WITH taken AS (
                DELETE FROM saga_log_queue WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM saga_log_queue ORDER BY sequence LIMIT ? FOR UPDATE))
                RETURNING sequence
            )
            SELECT l.* FROM taken
            CROSS JOIN LATERAL (SELECT * FROM saga_step_log WHERE sequence = taken.sequence OFFSET 0) l
            ORDER BY l.sequence
            """;

    private static final String UNIQUE_VIOLATION = "23505";

    private final Jdbc jdbc;

    public PostgresSagaLogStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void add(List<SagaHappening> happenings) {
        List<SagaHappening> stored =
                happenings.stream().map(it -> StoredForm.of(it, it.sequence())).toList();
        if (stored.isEmpty()) {
            return;
        }
        try {
            jdbc.update(adding(stored.size()), statement -> HappeningColumns.bind(statement, stored));
        } catch (IllegalStateException e) {
            throw isCompletedTwice(e) ? CompletedTwice.among(stored, e) : e;
        }
    }

    /** For so many. */
    private static String adding(int rows) {
        return ADD_BEFORE_ROWS
                + String.join(", ", Collections.nCopies(rows, HappeningColumns.PLACES))
                + ADD_BEHIND_ROWS;
    }

    private static boolean isCompletedTwice(IllegalStateException e) {
        return e.getCause() instanceof SQLException refused && UNIQUE_VIOLATION.equals(refused.getSQLState());
    }

    @Override
    public List<SagaHappening> of(String sagaId, long after, int limit) {
        List<SagaHappening> found = new ArrayList<>();
        if (StoredForm.canHold(sagaId)) {
            jdbc.each(
                    OF,
                    statement -> {
                        statement.setString(1, sagaId);
                        statement.setLong(2, after);
                        statement.setInt(3, limit);
                    },
                    row -> found.add(HappeningColumns.read(row)));
        }
        return found;
    }

    @Override
    public List<SagaHappening> take(int limit) {
        List<SagaHappening> taken = new ArrayList<>();
        jdbc.each(TAKE, statement -> statement.setInt(1, limit), row -> taken.add(HappeningColumns.read(row)));
        return taken;
    }
}
