package org.headrace.engine.hub;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/**
 * The hub's threads, few however many clients there are. Queues have no bound of their own: a connection has at most one
 * task and one read in them.
 */
final class HubThreads {

    private static final Log LOG = Log.of(HubThreads.class);

    private static final int COMPOSING =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    /** With those at the live edge below the size of the connection pool, which must leave connections to callers. */
    private static final int CATCHING_UP = 3;

    private final ExecutorService work;
    private final ExecutorService catchUp;
    private final ScheduledThreadPoolExecutor clock;

    HubThreads(ThreadFactory factory) {
        work = pool(COMPOSING, factory);
        catchUp = pool(CATCHING_UP, factory);
        clock = new ScheduledThreadPoolExecutor(1, factory);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    Lanes lanes() {
        return new Lanes(work, catchUp, (delay, task) -> {
            try {
                Future<?> unused = clock.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.because(e, LogMessage.STOPPED_ALREADY);
            }
        });
    }

    void stop() {
        List.of(clock, catchUp, work).forEach(ExecutorService::shutdownNow);
    }

    private static ExecutorService pool(int threads, ThreadFactory factory) {
        var pool = new ThreadPoolExecutor(threads, threads, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
