package org.headrace.persistence.saga;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.spi.SagaLogStore;

/** What happened to sagas, in {@code saga_step_log}; what of it nobody has taken, in {@code saga_log_queue}. */
public final class PostgresSagaLogStore implements SagaLogStore {

    private static final String ADD =
            """
            WITH logged AS (
                INSERT INTO saga_step_log (saga_id, saga_name, correlation_id, status, at, state, step, direction, attempt,
                                           idempotency_key, error, node, fence, principal, reason, detail)
                SELECT h.saga_id, h.saga_name, h.correlation_id, h.status, h.at::timestamptz, h.state, h.step, h.direction,
                       h.attempt, h.idempotency_key, h.error, h.node, h.fence, h.principal, h.reason, h.detail
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::int[],
                            ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                     AS h (saga_id, saga_name, correlation_id, status, at, state, step, direction, attempt,
                           idempotency_key, error, node, fence, principal, reason, detail, n)
                ORDER BY h.n
                RETURNING sequence
            )
            INSERT INTO saga_log_queue (sequence) SELECT sequence FROM logged
            """;

    private static final String OF =
            """
            SELECT * FROM saga_step_log WHERE saga_id = ? AND sequence > ? ORDER BY sequence LIMIT ?
            """;

    /** Waits for who takes the same ones, as what comes behind them must not be told before them. */
    private static final String TAKE =
            """
            WITH first AS (
                SELECT sequence FROM saga_log_queue ORDER BY sequence LIMIT ? FOR UPDATE
            ), taken AS (
                DELETE FROM saga_log_queue q USING first WHERE q.sequence = first.sequence RETURNING q.sequence
            )
            SELECT l.* FROM saga_step_log l JOIN taken ON taken.sequence = l.sequence ORDER BY l.sequence
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
        try {
            jdbc.update(ADD, statement -> HappeningColumns.bind(statement, stored));
        } catch (IllegalStateException e) {
            throw isCompletedTwice(e) ? CompletedTwice.among(stored, e) : e;
        }
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
