package org.headrace.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Threads of this process that do something over and over, as those of the workload in the server do. */
public final class Jobs {

    /** Done by one thread at a time. */
    public interface Job {

        /** @return how many of the cell's unit it has done */
        long once() throws Exception;
    }

    /** Makes a caller's job of its connection, which commits each statement unless told otherwise. */
    public interface ByHand {
        Job with(Connection connection, int caller) throws SQLException;
    }

    private Jobs() {}

    /** Each caller has a connection of its own, opened before the time begins and closed after it. */
    public static double rate(BenchmarkDatabase database, int callers, ByHand work, Duration length)
            throws InterruptedException, ExecutionException, SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            List<Job> jobs = new ArrayList<>();
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

    /** One thread a job; what is not done in time does not count. The rate is a second's. */
    public static double rate(List<? extends Job> jobs, Duration length)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + length.toNanos();
        List<FutureTask<Long>> running = new ArrayList<>();
        for (Job job : jobs) {
            var task = new FutureTask<>(() -> repeat(job, end));
            running.add(task);
            var thread = new Thread(task, "job");
            thread.setDaemon(true);
            thread.start();
        }
        long done = 0;
        for (FutureTask<Long> task : running) {
            done += task.get();
        }
        return done * 1e9 / length.toNanos();
    }

    private static long repeat(Job job, long end) throws Exception {
        long done = 0;
        while (System.nanoTime() < end) {
            long more = job.once();
            if (System.nanoTime() < end) {
                done += more;
            }
        }
        return done;
    }
}
