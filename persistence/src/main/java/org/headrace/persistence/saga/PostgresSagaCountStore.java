package org.headrace.persistence.saga;

import java.util.ArrayList;
import java.util.List;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaCountStore;

/** Counts by the index of states. */
public final class PostgresSagaCountStore implements SagaCountStore {

    /** The states are those of {@link SagaState} that are not completed and not compensated. */
    static final String OPEN =
            """
            SELECT saga_name, definition_version, state, paused, count(*) FROM (
                SELECT saga_name, definition_version, state, paused_at IS NOT NULL AS paused
                FROM saga_states WHERE state IN (0, 1, 3, 5) LIMIT ?
            ) AS open
            GROUP BY saga_name, definition_version, state, paused
            ORDER BY saga_name, definition_version, state, paused
            """;

    private final Jdbc jdbc;

    public PostgresSagaCountStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<SagaCount> open(int most) {
        List<SagaCount> counts = new ArrayList<>();
        jdbc.each(
                OPEN,
                statement -> statement.setInt(1, most),
                row -> counts.add(new SagaCount(
                        row.getString(1),
                        row.getInt(2),
                        SagaState.ofCode(row.getInt(3)),
                        row.getBoolean(4),
                        row.getLong(5))));
        return counts;
    }
}
