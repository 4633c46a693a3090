package org.headrace.persistence.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.persistence.SqlFailures;
import org.headrace.projection.spi.Lease;

/** A connection that one node keeps for itself. */
final class PostgresNodeLine implements NodeLine {

    private static final Log LOG = Log.of(PostgresNodeLine.class);

    private static final String RENEW =
            """
            INSERT INTO nodes (node_id, node_name, expires_at)
            VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')
            ON CONFLICT ON CONSTRAINT pk_nodes DO UPDATE SET expires_at = excluded.expires_at
            """;

    /** Made here, so that the claim finds a row to lock. */
    private static final String MAKE =
            "INSERT INTO projection_leases (projection_name) SELECT unnest(?) ON CONFLICT DO NOTHING";

    /** A row that a stopped node's transaction still holds is passed over: PostgreSQL ends that when it idles too long. */
    private static final String CLAIM =
            """
            UPDATE projection_leases SET node_id = ?, epoch = epoch + 1
            WHERE projection_name IN (
                SELECT l.projection_name FROM projection_leases l
                WHERE l.projection_name = ANY (?)
                  AND NOT EXISTS (
                      SELECT 1 FROM nodes n WHERE n.node_id = l.node_id AND n.expires_at > clock_timestamp())
                ORDER BY l.projection_name
                FOR UPDATE SKIP LOCKED)
            RETURNING projection_name
            """;

    private static final String GIVE_BACK = "UPDATE projection_leases SET node_id = NULL WHERE node_id = ?";

    /** With those that never said goodbye. */
    private static final String FORGET =
            "DELETE FROM nodes WHERE node_id = ? OR expires_at < clock_timestamp() - interval '1 day'";

    private final Connection connection;
    private final int poolsTimeout;

    PostgresNodeLine(Connection connection, Duration answerWithin) throws SQLException {
        this.connection = connection;
        this.poolsTimeout = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) answerWithin.toMillis());
    }

    @Override
    public void renew(Node node, Duration lease) {
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            statement.setObject(1, node.id());
            statement.setString(2, node.name());
            statement.setLong(3, lease.toMillis());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.of("The node could not renew its lease", e);
        }
    }

    @Override
    public List<Lease> leases(Collection<String> projections) {
        try {
            return ReadLeases.on(connection, projections);
        } catch (SQLException e) {
            throw SqlFailures.of("The node could not read the leases", e);
        }
    }

    @Override
    public Set<String> claim(Node node, Collection<String> projections) {
        try (PreparedStatement make = connection.prepareStatement(MAKE);
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            make.setArray(1, connection.createArrayOf("text", projections.toArray()));
            make.executeUpdate();
            claim.setObject(1, node.id());
            claim.setArray(2, connection.createArrayOf("text", projections.toArray()));
            Set<String> claimed = new HashSet<>();
            try (ResultSet row = claim.executeQuery()) {
                while (row.next()) {
                    claimed.add(row.getString(1));
                }
            }
            return claimed;
        } catch (SQLException e) {
            throw SqlFailures.of("The node could not claim projections", e);
        }
    }

    @Override
    public void leave(Node node) {
        try (PreparedStatement giveBack = connection.prepareStatement(GIVE_BACK);
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            giveBack.setObject(1, node.id());
            giveBack.executeUpdate();
            forget.setObject(1, node.id());
            forget.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.of("The node could not give its leases back", e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.setNetworkTimeout(Runnable::run, poolsTimeout);
        } catch (SQLException e) {
            LOG.because(e, LogMessage.NODE_CONNECTION_BROKEN);
        }
    }
}
