package org.headrace.benchmarks.workload;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.headrace.projection.EventContext;
import org.headrace.projection.Projection;
import org.headrace.projection.StreamProjection;

/** A row an event, written by JDBC. It notes how long the event took until its transaction was committed. */
@StreamProjection(name = "benchmark-latency", streams = LatestStamps.STREAM)
public class LatestStamps implements Projection<Stamped> {

    static final String STREAM = "BenchmarkLatency";

    private static final String WRITE =
            """
            INSERT INTO benchmark_latest (id, at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at
            """;

    private static final int ROWS = 1_000;

    @Inject
    Arrivals arrivals;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    @Override
    public void project(Stamped event, EventContext context) throws SQLException {
        long at = Long.parseLong(event.at());
        try (Connection connection = Tables.connect();
                PreparedStatement write = connection.prepareStatement(WRITE)) {
            write.setLong(1, at % ROWS);
            write.setLong(2, at);
            write.executeUpdate();
        }
        transactions.registerInterposedSynchronization(new Synchronization() {

            @Override
            public void beforeCompletion() {
                // its row is written
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    arrivals.add(event.ageNanos());
                }
            }
        });
    }
}
