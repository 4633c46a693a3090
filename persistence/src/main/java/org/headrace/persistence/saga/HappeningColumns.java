package org.headrace.persistence.saga;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.SagaState;
import org.jspecify.annotations.Nullable;

/** Happenings as rows of {@code saga_step_log}. */
final class HappeningColumns {

    private interface Value {
        @Nullable
        Object of(SagaHappening happening);
    }

    private record Column(String type, Value value) {}

    /** saga_id, saga_name, correlation_id, status, at and what follows it. */
    private static final List<Column> WRITTEN = List.of(
            new Column("text", it -> it.saga().id()),
            new Column("text", it -> it.saga().name()),
            new Column("text", it -> it.saga().correlationId()),
            new Column("text", it -> it.type().name()),
            new Column("text", SagaHappening::at),
            new Column("int4", it -> it.state().code()),
            new Column("text", it -> it.step() == null ? null : it.step().step()),
            new Column(
                    "text",
                    it -> it.step() == null ? null : it.step().direction().label()),
            new Column("int4", it -> it.step() == null ? null : it.step().attempt()),
            new Column("text", it -> it.step() == null ? null : it.step().idempotencyKey()),
            new Column("text", SagaHappening::error),
            new Column("text", it -> it.runner() == null ? null : it.runner().node()),
            new Column("int8", it -> it.runner() == null ? null : it.runner().fence()),
            new Column("text", it -> it.by() == null ? null : it.by().principal()),
            new Column("text", it -> it.by() == null ? null : it.by().reason()),
            new Column("text", SagaHappening::detail));

    private HappeningColumns() {}

    /** One array a column. */
    static void bind(PreparedStatement statement, List<SagaHappening> happenings) throws SQLException {
        for (int i = 0; i < WRITTEN.size(); i++) {
            Column column = WRITTEN.get(i);
            Object[] values = happenings.stream().map(column.value()::of).toArray();
            statement.setArray(i + 1, statement.getConnection().createArrayOf(column.type(), values));
        }
    }

    static SagaHappening read(ResultSet row) throws SQLException {
        return new SagaHappening(
                row.getLong("sequence"),
                new Saga(row.getString("saga_id"), row.getString("correlation_id"), row.getString("saga_name")),
                SagaHappening.Type.valueOf(row.getString("status")),
                row.getTimestamp("at").toInstant(),
                SagaState.ofCode(row.getInt("state")),
                step(row),
                row.getString("error"),
                by(row),
                runner(row),
                row.getString("detail"));
    }

    private static SagaHappening.@Nullable Try step(ResultSet row) throws SQLException {
        String step = row.getString("step");
        return step == null
                ? null
                : new SagaHappening.Try(
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
