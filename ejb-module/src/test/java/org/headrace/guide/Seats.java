package org.headrace.guide;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;

/** Holds a seat of a flight, and gives it back. */
@ApplicationScoped
public class Seats {

    private static final String HOLD = "UPDATE flights SET free = free - 1 WHERE flight = ? AND free > 0";

    private static final String GIVE_BACK = "UPDATE flights SET free = free + 1 WHERE flight = ?";

    @Inject
    DataSource dataSource;

    public void hold(SagaContext trip) throws SQLException {
        String flight = trip.get("flight", String.class);
        if (update(HOLD, flight) == 0) {
            throw new PermanentFailureException("No seat is free on " + flight);
        }
    }

    public void giveBack(SagaContext trip) throws SQLException {
        update(GIVE_BACK, trip.get("flight", String.class));
    }

    private int update(String sql, String flight) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, flight);
            return update.executeUpdate();
        }
    }
}
