package org.headrace.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.headrace.benchmarks.workload.Callers;
import org.headrace.benchmarks.workload.Callers.Call;

/** Has threads of this process do something over and over, as the workload in the server does. */
public final class Jobs {

    /** Makes a caller's call of its connection, which commits each statement unless told otherwise. */
    public interface ByHand {
        Call with(Connection connection, int caller) throws SQLException;
    }

    private Jobs() {}

    /** Each caller has a connection of its own, opened before the time begins and closed after it. */
    public static double rate(BenchmarkDatabase database, int callers, ByHand work, Duration length)
            throws InterruptedException, ExecutionException, SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            List<Call> jobs = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Connection connection = database.connect();
                connections.add(connection);
                jobs.add(work.with(connection, i));
            }
            return rate(jobs, length);
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    /** One thread a call; what is not done in time does not count. The rate is a second's. */
    public static double rate(List<? extends Call> calls, Duration length)
            throws InterruptedException, ExecutionException {
        return Callers.run(Jobs::daemon, calls, length.toMillis()).rate();
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "job");
        thread.setDaemon(true);
        return thread;
    }
}
