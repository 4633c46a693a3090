package org.headrace.benchmarks.fanout;

import java.io.IOException;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Child;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.receiver.Dialect;

/**
 * A process that pushes, and how it is spoken to.
 *
 * @param publisher URL below which one asks for something to be published
 */
public record Pusher(Dialect dialect, int port, long pid, String publisher) {

    /** Headrace as deployed. */
    public static Pusher ours(Stage stage, Dialect dialect) {
        return across(stage.server(), stage.server(), dialect);
    }

    /** Two nodes: what one appends the other one pushes. */
    public static Pusher across(BenchmarkServer appending, BenchmarkServer pushing, Dialect dialect) {
        return new Pusher(dialect, pushing.port(), pushing.pid(), appending.url() + "api/benchmark/fan-out/");
    }

    /** A process that prints its port when it is ready. */
    public static Pusher of(Child child, Dialect dialect) throws IOException {
        int port = Integer.parseInt(child.line());
        return new Pusher(dialect, port, child.pid(), "http://127.0.0.1:" + port + "/");
    }
}
