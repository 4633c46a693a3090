package org.headrace.persistence.saga;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.Direction;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.SagaState;
import org.jspecify.annotations.Nullable;

/** Happenings as rows of {@code saga_step_log}. */
final class HappeningColumns {

    /** Those that are written, in order. */
    static final String NAMES = "saga_id, saga_name, correlation_id, status, at, state, step, direction, attempt,"
            + " idempotency_key, error, node, fence, principal, reason, detail, trace";

    /** The parameters of a row. */
    static final String PLACES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private HappeningColumns() {}

    /** Row by row. */
    static void bind(PreparedStatement statement, List<SagaHappening> happenings) throws SQLException {
        int next = 1;
        for (SagaHappening happening : happenings) {
            next = bind(statement, next, happening);
        }
    }

    private static int bind(PreparedStatement statement, int first, SagaHappening happening) throws SQLException {
        Try step = happening.step();
        Runner runner = happening.runner();
        Operator by = happening.by();
        int i = first;
        statement.setString(i++, happening.saga().id());
        statement.setString(i++, happening.saga().name());
        statement.setString(i++, happening.saga().correlationId());
        statement.setString(i++, happening.type().name());
        statement.setTimestamp(i++, Jdbc.timestamp(happening.at()));
        statement.setInt(i++, happening.state().code());
        statement.setString(i++, step == null ? null : step.step());
        statement.setString(i++, step == null ? null : step.direction().label());
        statement.setObject(i++, step == null ? null : step.attempt(), Types.INTEGER);
        statement.setString(i++, step == null ? null : step.idempotencyKey());
        statement.setString(i++, happening.error());
        statement.setString(i++, runner == null ? null : runner.node());
        statement.setObject(i++, runner == null ? null : runner.fence(), Types.BIGINT);
        statement.setString(i++, by == null ? null : by.principal());
        statement.setString(i++, by == null ? null : by.reason());
        statement.setString(i++, happening.detail());
        statement.setString(i++, StoredTrace.write(happening.saga().trace()));
        return i;
    }

    static SagaHappening read(ResultSet row) throws SQLException {
        return new SagaHappening(
                row.getLong("sequence"),
                new Saga(
                        row.getString("saga_id"),
                        row.getString("correlation_id"),
                        row.getString("saga_name"),
                        StoredTrace.read(row.getString("trace"))),
                SagaHappening.Type.valueOf(row.getString("status")),
                row.getTimestamp("at").toInstant(),
                SagaState.ofCode(row.getInt("state")),
                step(row),
                row.getString("error"),
                by(row),
                runner(row),
                row.getString("detail"));
    }

    private static @Nullable Try step(ResultSet row) throws SQLException {
        String step = row.getString("step");
        return step == null
                ? null
                : new Try(
                        step,
                        Direction.ofLabel(row.getString("direction")),
                        row.getInt("attempt"),
                        row.getString("idempotency_key"));
    }

    private static @Nullable Operator by(ResultSet row) throws SQLException {
        String principal = row.getString("principal");
        return principal == null ? null : new Operator(principal, row.getString("reason"));
    }

    private static @Nullable Runner runner(ResultSet row) throws SQLException {
        String node = row.getString("node");
        return node == null ? null : new Runner(node, row.getLong("fence"));
    }
}
