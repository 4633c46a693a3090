package org.headrace.benchmarks.idle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Reading;

/** What a server that is left alone uses. */
final class Consumption {

    private final BenchmarkServer server;
    private final StatementCounts counts;

    Consumption(BenchmarkServer server, StatementCounts counts) {
        this.server = server;
        this.counts = counts;
    }

    /** Percent of a core, of its process; besides it, what its database was asked for. */
    Reading during(Duration length) throws InterruptedException, SQLException {
        StatementCounts.Count asked = counts.of(server.database());
        Duration used = server.processorTime();
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        long nanos = System.nanoTime() - begin;
        double percent = 100.0 * server.processorTime().minus(used).toNanos() / nanos;
        StatementCounts.Count more = counts.of(server.database()).minus(asked);
        return new Reading(
                percent,
                Map.of(
                        "queriesPerSecond", more.statements() * 1e9 / nanos,
                        "transactionsPerSecond", more.transactions() * 1e9 / nanos));
    }
}
