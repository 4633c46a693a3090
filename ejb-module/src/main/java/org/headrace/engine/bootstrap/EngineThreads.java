package org.headrace.engine.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own threads, never the server's default executor, which users' work may fill. The threads are the
 * server's: they carry the naming and class loading context of the deployment. Not by an
 * {@code @ManagedExecutorDefinition}: Payara 6 binds those after the start-up singletons of a WAR have run.
 */
@ApplicationScoped
public class EngineThreads {

    private static final System.Logger LOG = System.getLogger(EngineThreads.class.getName());

    /** Below the size of the connection pool, so that projections leave connections to callers. */
    private static final int MAX_THREADS = 8;

    /** A projection has at most one task here at a time, beside one a timeout. */
    private static final int MAX_TASKS = 10_000;

    private static final int STOP_SECONDS = 30;

    private volatile @Nullable ThreadPoolExecutor executor;

    void start(ThreadFactory factory) {
        var started = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_TASKS), factory);
        started.allowCoreThreadTimeOut(true);
        executor = started;
    }

    /** @throws RejectedExecutionException when it has stopped, or too much is waiting */
    void execute(Runnable task) {
        ThreadPoolExecutor current = executor;
        if (current == null) {
            throw new RejectedExecutionException("The engine is not running");
        }
        current.execute(task);
    }

    /** Waits for what is running. */
    void stop() {
        ThreadPoolExecutor current = executor;
        executor = null;
        if (current == null) {
            return;
        }
        current.shutdown();
        try {
            if (!current.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "A projection is still in a batch after {0} s; interrupting it", STOP_SECONDS);
                current.shutdownNow();
            }
        } catch (InterruptedException e) {
            current.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
