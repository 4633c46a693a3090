package org.headrace.persistence.saga;

import java.util.Optional;
import org.headrace.json.JsonText;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.spi.SagaSignalStore;

/** Signals, in {@code saga_signals}. */
public final class PostgresSagaSignalStore implements SagaSignalStore {

    private static final String ADD =
            """
            INSERT INTO saga_signals (saga_id, name, key, data) VALUES (?, ?, ?, ?::json)
            ON CONFLICT (saga_id, name, key) WHERE key IS NOT NULL DO NOTHING
            """;

    private static final String USE =
            """
            UPDATE saga_signals SET used_at = clock_timestamp()
            WHERE signal_id = (
                SELECT signal_id FROM saga_signals
                WHERE saga_id = ? AND name = ? AND used_at IS NULL
                ORDER BY signal_id LIMIT 1
                FOR UPDATE)
            RETURNING data
            """;

    private final Jdbc jdbc;

    public PostgresSagaSignalStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(SagaSignal signal) {
        try {
            return jdbc.update(ADD, statement -> {
                        statement.setString(1, signal.sagaId());
                        statement.setString(2, signal.name());
                        statement.setString(3, signal.key());
                        statement.setString(4, signal.data().text());
                    })
                    > 0;
        } catch (IllegalStateException e) {
            throw RefusedJson.or(e);
        }
    }

    @Override
    public Optional<JsonText> use(String sagaId, String name) {
        if (!StoredForm.canHold(sagaId) || !StoredForm.canHold(name)) {
            return Optional.empty();
        }
        return jdbc.first(
                USE,
                statement -> {
                    statement.setString(1, sagaId);
                    statement.setString(2, name);
                },
                row -> JsonText.validated(row.getString("data")));
    }
}
