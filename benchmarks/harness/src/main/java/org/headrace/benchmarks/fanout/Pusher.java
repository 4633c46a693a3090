package org.headrace.benchmarks.fanout;

import java.io.IOException;
import org.headrace.benchmarks.Child;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.receiver.Dialect;

/**
 * A process that pushes, and how it is spoken to.
 *
 * @param publisher path below which it is asked to publish
 */
public record Pusher(Dialect dialect, int port, long pid, String publisher) {

    /** Headrace as deployed. */
    public static Pusher ours(Stage stage, Dialect dialect) {
        return new Pusher(dialect, stage.server().port(), stage.server().pid(), "/api/benchmark/fan-out/");
    }

    /** A process that prints its port when it is ready. */
    public static Pusher of(Child child, Dialect dialect) throws IOException {
        return new Pusher(dialect, Integer.parseInt(child.line()), child.pid(), "/");
    }
}
