package org.headrace.persistence.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.SqlFailures;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.LeaseStore;

/** Leases in {@code projection_leases}. */
public final class PostgresLeaseStore implements LeaseStore {

    /**
     * Shared: the parts of a parallel projection hold it at the same time. The limit is for this transaction: PostgreSQL
     * ends it when its node is stopped in the middle, and so frees what it has locked.
     */
    private static final String HOLD =
            """
            SELECT set_config('idle_in_transaction_session_timeout', ?, true) FROM projection_leases
            WHERE projection_name = ? AND node_id = ? AND epoch = ? FOR SHARE
            """;

    private static final String FENCE =
            """
            INSERT INTO projection_leases AS l (projection_name, epoch) VALUES (?, 1)
            ON CONFLICT ON CONSTRAINT pk_projection_leases DO UPDATE SET epoch = l.epoch + 1
            """;

    private static final String RELEASE =
            "UPDATE projection_leases SET node_id = NULL WHERE projection_name = ? AND node_id = ?";

    private final DataSource dataSource;
    private final Jdbc jdbc;

    public PostgresLeaseStore(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new Jdbc(dataSource);
    }

    @Override
    public boolean hold(String projection, UUID node, long epoch, Duration idleLimit) {
        return jdbc.first(
                        HOLD,
                        statement -> {
                            statement.setString(1, Long.toString(idleLimit.toMillis()));
                            statement.setString(2, projection);
                            statement.setObject(3, node);
                            statement.setLong(4, epoch);
                        },
                        row -> row.getString(1))
                .isPresent();
    }

    @Override
    public void fence(String projection) {
        jdbc.update(FENCE, statement -> statement.setString(1, projection));
    }

    @Override
    public void release(String projection, UUID node) {
        jdbc.update(RELEASE, statement -> {
            statement.setString(1, projection);
            statement.setObject(2, node);
        });
    }

    @Override
    public List<Lease> load(Collection<String> projections) {
        try (Connection connection = Jdbc.open(dataSource)) {
            return ReadLeases.on(connection, projections);
        } catch (SQLException e) {
            throw SqlFailures.of("Reading from the database failed", e);
        }
    }
}
