package org.headrace.benchmarks.workload;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaContext;

/** What the steps of the saga do: each writes a row, in the step's transaction. */
@ApplicationScoped
public class Effects {

    private static final String INSERT = "INSERT INTO benchmark_effects (saga_id, effect) VALUES (?, ?)";

    public void add(SagaContext context) {
        try (Connection connection = Tables.connect();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, context.saga().id());
            statement.setString(2, effect(context));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The effect of " + context.step() + " could not be written", e);
        }
    }

    /** As those who do the same by hand name it. */
    private static String effect(SagaContext context) {
        return context.direction() == Direction.COMPENSATE ? "undo " + context.step() : context.step();
    }
}
