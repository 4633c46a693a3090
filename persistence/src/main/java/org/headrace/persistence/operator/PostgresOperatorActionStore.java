package org.headrace.persistence.operator;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.operator.ActionCursor.Numbered;

/** What operators did, in {@code operator_actions}. */
public final class PostgresOperatorActionStore implements OperatorActionStore {

    private static final String FIND =
            """
            SELECT action_id, acted_at, principal, action, target, detail, reason
            FROM operator_actions
            WHERE action_id < ?
            ORDER BY action_id DESC LIMIT ?
            """;

    private static final String FIND_OF_TARGET =
            """
            SELECT action_id, acted_at, principal, action, target, detail, reason
            FROM operator_actions
            WHERE target = ? AND action_id < ?
            ORDER BY action_id DESC LIMIT ?
            """;

    private final Jdbc jdbc;

    public PostgresOperatorActionStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void record(OperatorAction action) {
        jdbc.update(RecordAction.RECORD, statement -> RecordAction.set(statement, 1, action));
    }

    @Override
    public Page find(Query query) {
        long below = ActionCursor.below(query.cursor());
        List<Numbered> found = new ArrayList<>();
        jdbc.each(
                query.target() == null ? FIND : FIND_OF_TARGET,
                statement -> {
                    int next = 1;
                    if (query.target() != null) {
                        statement.setString(next++, Jdbc.text(query.target()));
                    }
                    statement.setLong(next++, below);
                    statement.setLong(next, query.limit() + 1L);
                },
                row -> found.add(read(row)));
        return ActionCursor.page(found, query.limit());
    }

    private static Numbered read(ResultSet row) throws SQLException {
        return new Numbered(
                row.getLong("action_id"),
                new OperatorAction(
                        row.getTimestamp("acted_at").toInstant(),
                        new Operator(row.getString("principal"), row.getString("reason")),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("detail")));
    }
}
