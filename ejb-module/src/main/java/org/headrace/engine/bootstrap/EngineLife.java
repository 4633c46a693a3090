package org.headrace.engine.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.headrace.engine.cluster.ClusterEngine;
import org.jspecify.annotations.Nullable;

/**
 * Whether what drives this node still runs: the thread that keeps its lease, and the server's timers. Neither waits for a
 * database that does not answer for longer than some seconds, so that one that is away is no reason to call the node dead.
 */
@ApplicationScoped
public class EngineLife {

    /** A server that is busy, or a machine that was held still, has its timers late. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    StartState state;

    @Inject
    ClusterEngine cluster;

    LongSupplier nanoTime = System::nanoTime;

    private volatile @Nullable Timeouts timeouts;

    private record Timeouts(Duration interval, long last) {}

    /** The timer that looks for sagas has been made. */
    void timerStarted(Duration interval) {
        timeouts = new Timeouts(interval, nanoTime.getAsLong());
    }

    /** It has fired. */
    void timerFired() {
        Timeouts before = timeouts;
        if (before != null) {
            timeouts = new Timeouts(before.interval(), nanoTime.getAsLong());
        }
    }

    /** What should run and does not, in a sentence each; empty before the start and while it stops. */
    public Map<String, String> ended() {
        Map<String, String> ended = new TreeMap<>();
        if (!state.isStarted()) {
            return ended;
        }
        if (!cluster.isTicking()) {
            ended.put("lease", "the thread that keeps this node's lease has ended");
        }
        Timeouts known = timeouts;
        if (known != null) {
            Duration silent = Duration.ofNanos(nanoTime.getAsLong() - known.last());
            if (silent.compareTo(PATIENCE.plus(known.interval().multipliedBy(2))) > 0) {
                ended.put("timers", "the server's timers have not fired for " + silent.toSeconds() + " s");
            }
        }
        return ended;
    }
}
