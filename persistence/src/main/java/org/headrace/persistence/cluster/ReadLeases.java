package org.headrace.persistence.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.Lease.Holder;

/** Reads who holds projections. */
final class ReadLeases {

    private static final String SELECT =
            """
            SELECT l.projection_name, l.epoch, l.node_id, n.node_name,
                   coalesce(n.expires_at > clock_timestamp(), false) AS alive
            FROM projection_leases l
            LEFT JOIN nodes n ON n.node_id = l.node_id
            WHERE l.projection_name = ANY (?)
            """;

    private ReadLeases() {}

    static List<Lease> on(Connection connection, Collection<String> projections) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setArray(1, connection.createArrayOf("text", projections.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    leases.add(read(row));
                }
            }
        }
        return leases;
    }

    private static Lease read(ResultSet row) throws SQLException {
        UUID node = row.getObject("node_id", UUID.class);
        String name = row.getString("node_name");
        Holder holder =
                node == null ? null : new Holder(node, name == null ? node.toString() : name, row.getBoolean("alive"));
        return new Lease(row.getString("projection_name"), holder, row.getLong("epoch"));
    }
}
