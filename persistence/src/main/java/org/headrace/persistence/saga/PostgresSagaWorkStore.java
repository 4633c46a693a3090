package org.headrace.persistence.saga;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.spi.SagaWorkStore;

/** What sagas have to do, in {@code saga_work}. */
public final class PostgresSagaWorkStore implements SagaWorkStore {

    private static final String SCHEDULE =
            """
            INSERT INTO saga_work (saga_id, saga_name, definition_version, ready_at)
            VALUES (?, ?, ?, clock_timestamp() + make_interval(secs => ?))
            ON CONFLICT ON CONSTRAINT pk_saga_work DO UPDATE
            SET saga_name = excluded.saga_name,
                definition_version = excluded.definition_version,
                ready_at = excluded.ready_at
            """;

    /** Looks first: ON CONFLICT alone would wait for who moves or removes the row. */
    private static final String ADD_IF_ABSENT =
            """
            INSERT INTO saga_work (saga_id, saga_name, definition_version, ready_at)
            SELECT ?, ?, ?, clock_timestamp()
            WHERE NOT EXISTS (SELECT 1 FROM saga_work WHERE saga_id = ?)
            ON CONFLICT ON CONSTRAINT pk_saga_work DO NOTHING
            """;

    private static final String POSTPONE =
            """
            UPDATE saga_work SET ready_at = clock_timestamp() + make_interval(secs => ?)
            WHERE saga_id = ?
            """;

    private static final String REMOVE = "DELETE FROM saga_work WHERE saga_id = ?";

    private static final String TRY_LOCK = "SELECT 1 FROM saga_work WHERE saga_id = ? FOR UPDATE SKIP LOCKED";

    /** statement_timestamp(), as an index cannot be searched by clock_timestamp(), nor is now() the time in a batch. */
    private static final String READY =
            """
            SELECT w.saga_id FROM saga_work w
            WHERE w.ready_at <= statement_timestamp()
              AND (w.saga_name, w.definition_version) IN (SELECT * FROM unnest(?, ?))
            ORDER BY w.ready_at, w.saga_id
            LIMIT ?
            FOR UPDATE OF w SKIP LOCKED
            """;

    private static final String MAKE_READY =
            """
            UPDATE saga_work SET ready_at = clock_timestamp()
            WHERE saga_id = (SELECT saga_id FROM saga_work WHERE saga_id = ? FOR UPDATE SKIP LOCKED)
            """;

    private static final double NANOS_A_SECOND = 1e9;

    private final Jdbc jdbc;

    public PostgresSagaWorkStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void schedule(String sagaId, Kind kind, Duration delay) {
        jdbc.update(SCHEDULE, statement -> {
            setEntry(statement, sagaId, kind);
            statement.setDouble(4, seconds(delay));
        });
    }

    @Override
    public void postpone(String sagaId, Duration delay) {
        jdbc.update(POSTPONE, statement -> {
            statement.setDouble(1, seconds(delay));
            statement.setString(2, sagaId);
        });
    }

    @Override
    public void addIfAbsent(String sagaId, Kind kind) {
        jdbc.update(ADD_IF_ABSENT, statement -> {
            setEntry(statement, sagaId, kind);
            statement.setString(4, sagaId);
        });
    }

    @Override
    public boolean remove(String sagaId) {
        return jdbc.update(REMOVE, statement -> statement.setString(1, sagaId)) > 0;
    }

    @Override
    public boolean tryLock(String sagaId) {
        return jdbc.first(TRY_LOCK, statement -> statement.setString(1, sagaId), row -> true)
                .isPresent();
    }

    /** Call it outside of a transaction: within one, what it lists stays locked until that ends. */
    @Override
    public List<String> ready(Collection<Kind> kinds, int limit) {
        List<String> ready = new ArrayList<>();
        jdbc.each(
                READY,
                statement -> {
                    statement.setArray(
                            1, array(statement, "text", kinds.stream().map(Kind::sagaName)));
                    statement.setArray(2, array(statement, "int", kinds.stream().map(Kind::version)));
                    statement.setInt(3, limit);
                },
                row -> ready.add(row.getString(1)));
        return ready;
    }

    @Override
    public void makeReady(String sagaId) {
        jdbc.update(MAKE_READY, statement -> statement.setString(1, sagaId));
    }

    private static void setEntry(PreparedStatement statement, String sagaId, Kind kind) throws SQLException {
        statement.setString(1, sagaId);
        statement.setString(2, kind.sagaName());
        statement.setInt(3, kind.version());
    }

    private static double seconds(Duration delay) {
        return delay.toSeconds() + delay.toNanosPart() / NANOS_A_SECOND;
    }

    private static Array array(PreparedStatement statement, String type, Stream<?> values) throws SQLException {
        return statement.getConnection().createArrayOf(type, values.toArray());
    }
}
