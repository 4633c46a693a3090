package org.headrace.engine.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/** Makes this node a member of its cluster, on a thread of its own. */
@ApplicationScoped
public class ClusterEngine {

    private static final Log LOG = Log.of(ClusterEngine.class);
    private static final int STOP_SECONDS = 10;

    @Inject
    NodeStore nodes;

    private volatile @Nullable Running running;

    /** Without a container around it. */
    @SuppressWarnings("UnnecessaryAssignment") // nothing is injected there
    public static ClusterEngine over(NodeStore nodes) {
        var engine = new ClusterEngine();
        engine.nodes = nodes;
        return engine;
    }

    private record Running(Membership membership, ScheduledThreadPoolExecutor thread, Future<?> ticks) {}

    /** Starts, once the schema is there. */
    public Membership start(ThreadFactory factory, ClusterSettings settings) {
        var node = new Node(UUID.randomUUID(), settings.nodeName());
        var membership = new Membership(node, nodes, settings.lease(), settings.heartbeat(), System::nanoTime);
        var thread = new ScheduledThreadPoolExecutor(1, factory);
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        Future<?> ticks = thread.scheduleWithFixedDelay(
                membership::tick, 0, settings.look().toMillis(), TimeUnit.MILLISECONDS);
        running = new Running(membership, thread, ticks);
        LOG.write(LogMessage.NODE_JOINED, node.name(), settings.lease());
        return membership;
    }

    /** Has it look now, beside its regular looks. Returns at once. */
    public void lookSoon() {
        Running current = running;
        if (current != null) {
            try {
                current.thread().execute(current.membership()::tick);
            } catch (RejectedExecutionException e) {
                LOG.because(e, LogMessage.STOPPED_ALREADY);
            }
        }
    }

    /** Whether its thread runs. */
    public boolean isTicking() {
        Running current = running;
        return current != null && !current.ticks().isDone();
    }

    /** This node among the others; empty: it has not started, or has stopped. */
    public Optional<NodeReading> node() {
        Running current = running;
        return current == null
                ? Optional.empty()
                : Optional.of(new NodeReading(
                        current.membership().node().id(),
                        current.membership().node().name(),
                        current.membership().isAlive()));
    }

    /** Gives back what the node holds. To be called when nothing runs on it any more. */
    public void stop() {
        Running stopping = running;
        running = null;
        if (stopping == null) {
            return;
        }
        stopping.thread().shutdown();
        try {
            if (!stopping.thread().awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                stopping.thread().shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopping.membership().leave();
    }
}
