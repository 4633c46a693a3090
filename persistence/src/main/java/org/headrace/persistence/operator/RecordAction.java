package org.headrace.persistence.operator;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.headrace.operator.OperatorAction;
import org.headrace.persistence.Jdbc;

/** Records an action: by itself, or in the statement that carries it out, which goes on behind it. */
public final class RecordAction {

    /** Behind it may stand {@code FROM} what was changed: without a row of it nothing is recorded. */
    public static final String RECORD =
            """
            INSERT INTO operator_actions (acted_at, principal, action, target, detail, reason)
            SELECT ?::timestamptz, ?, ?, ?, ?, ?
            """;

    private RecordAction() {}

    /** @param first the number of the first of the six parameters */
    public static void set(PreparedStatement statement, int first, OperatorAction action) throws SQLException {
        statement.setTimestamp(first, Jdbc.timestamp(action.at()));
        statement.setString(first + 1, Jdbc.text(action.by().principal()));
        statement.setString(first + 2, action.action());
        statement.setString(first + 3, Jdbc.text(action.target()));
        statement.setString(first + 4, Jdbc.text(action.detail()));
        statement.setString(first + 5, Jdbc.text(action.by().reason()));
    }
}
