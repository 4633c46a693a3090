package org.headrace.benchmarks.append;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.workload.Callers.Call;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** COPY into the table with one index, 10,000 rows a commit. */
final class Copies {

    private static final String COPY = "COPY benchmark_events (stream, event_id, type, key, data) FROM STDIN";
    private static final int ROWS = 10_000;
    private static final int ROWS_A_WRITE = 100;

    private Copies() {}

    static double run(BenchmarkDatabase database, int callers, Duration length) throws Exception {
        return Jobs.rate(database, callers, (connection, caller) -> job(connection), length);
    }

    private static Call job(Connection connection) throws SQLException {
        PGConnection postgresql = connection.unwrap(PGConnection.class);
        return () -> {
            CopyIn copy = postgresql.getCopyAPI().copyIn(COPY);
            for (int i = 0; i < ROWS; i += ROWS_A_WRITE) {
                byte[] rows = rows().getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(rows, 0, rows.length);
            }
            return copy.endCopy();
        };
    }

    private static String rows() {
        UUID[] ids = Events.ids(ROWS_A_WRITE);
        String[] keys = Events.keys(ROWS_A_WRITE);
        String[] data = Events.data(ROWS_A_WRITE);
        var rows = new StringBuilder();
        for (int i = 0; i < ROWS_A_WRITE; i++) {
            rows.append("bare\t")
                    .append(ids[i])
                    .append("\tBenchmarked\t")
                    .append(keys[i])
                    .append('\t');
            rows.append(data[i]).append('\n');
        }
        return rows.toString();
    }
}
