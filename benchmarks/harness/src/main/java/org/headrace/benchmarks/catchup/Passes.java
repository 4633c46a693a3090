package org.headrace.benchmarks.catchup;

import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Contestant.Turn;

/** All events of the stream, once a pass. */
public final class Passes {

    private static final String REBUILD = "/api/benchmark/catch-up?projection=benchmark-folded&whole=";

    private Passes() {}

    /** All events once. */
    public interface Pass {

        /** @return events a second */
        double once() throws Exception;
    }

    /** At least one, and others while there is time. Their mean, each counted by how long it took. */
    public static Turn of(Pass pass) {
        return length -> {
            long begin = System.nanoTime();
            int count = 0;
            double seconds = 0;
            do {
                seconds += TouchedStream.EVENTS / pass.once();
                count++;
            } while (!CatchUpScenario.isOver(begin, length));
            return count * TouchedStream.EVENTS / seconds;
        };
    }

    /** The same as milliseconds a pass. */
    static Turn millis(Pass pass) {
        Turn passes = of(pass);
        return length -> TouchedStream.EVENTS * 1_000.0 / passes.run(length);
    }

    /** Folded by hand. */
    public static double byHand(BenchmarkDatabase database) throws Exception {
        return FoldedByHand.run(database);
    }

    /** Folded by our batch projection. */
    public static double ours(BenchmarkServer server) throws Exception {
        return server.rate(REBUILD + "false&events=" + TouchedStream.EVENTS);
    }

    /** Emptying the read model counts. */
    static double rebuilt(BenchmarkServer server) throws Exception {
        return server.rate(REBUILD + "true&events=" + TouchedStream.EVENTS);
    }

    /** The same by hand: what was there before is taken away by TRUNCATE. */
    static double rebuiltByHand(BenchmarkDatabase database) throws Exception {
        long begin = System.nanoTime();
        database.execute("TRUNCATE benchmark_hand_users; UPDATE benchmark_hand_checkpoint SET next_offset = 0");
        long emptied = System.nanoTime() - begin;
        double seconds = TouchedStream.EVENTS / FoldedByHand.run(database) + emptied / 1e9;
        return TouchedStream.EVENTS / seconds;
    }
}
