package org.headrace.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Servers that a scenario wants besides the one. Each starts when it is first asked for, and ends with the scenario. */
public final class OtherServers implements AutoCloseable {

    private final Places places;
    private final BenchmarkDatabase database;

    private @Nullable BenchmarkServer node;
    private @Nullable BenchmarkServer empty;

    OtherServers(Places places, BenchmarkDatabase database) {
        this.places = places;
        this.database = database;
    }

    /** Headrace once more, on the same database: another node of the cluster, which holds nothing that the first holds. */
    public BenchmarkServer node() throws IOException, InterruptedException {
        BenchmarkServer running = node;
        if (running == null) {
            running = BenchmarkServer.start(places, database, Deployment.headrace(places, "other-node"));
            node = running;
        }
        return running;
    }

    /** The same server with an application that does nothing. */
    public BenchmarkServer empty() throws IOException, InterruptedException, SQLException {
        BenchmarkServer running = empty;
        if (running == null) {
            database.execute("CREATE DATABASE " + BenchmarkDatabase.EMPTY_NAME);
            running = BenchmarkServer.start(places, database, Deployment.empty(places, "empty"));
            empty = running;
        }
        return running;
    }

    @Override
    public void close() {
        if (node != null) {
            node.close();
        }
        if (empty != null) {
            empty.close();
        }
    }
}
