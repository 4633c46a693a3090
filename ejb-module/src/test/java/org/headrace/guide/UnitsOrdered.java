package org.headrace.guide;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.headrace.guide.OrderEvent.OrderCancelled;
import org.headrace.guide.OrderEvent.OrderPlaced;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.StreamProjection;

/** Counts orders and units by product. */
@StreamProjection(name = "units-ordered", streams = "Orders", events = OrderEvent.class)
public class UnitsOrdered implements DynamicProjection, ResettableProjection {

    private static final String ADD =
            """
            INSERT INTO units_ordered AS u (product_id, orders, units) VALUES (?, ?, ?)
            ON CONFLICT (product_id) DO UPDATE
            SET orders = u.orders + excluded.orders, units = u.units + excluded.units
            """;

    @Inject
    DataSource dataSource;

    @Override
    public void project(Object event, EventContext context) throws SQLException {
        if (event instanceof OrderPlaced placed) {
            add(placed.productId(), 1, placed.quantity());
        } else if (event instanceof OrderCancelled cancelled) {
            add(cancelled.productId(), -1, -cancelled.quantity());
        }
    }

    @Override
    public void reset() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM units_ordered")) {
            delete.executeUpdate();
        }
    }

    private void add(String productId, int orders, int units) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setString(1, productId);
            add.setInt(2, orders);
            add.setInt(3, units);
            add.executeUpdate();
        }
    }
}
