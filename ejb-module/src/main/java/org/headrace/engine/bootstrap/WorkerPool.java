package org.headrace.engine.bootstrap;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/** Some threads and the tasks that wait for them. Safe for use by many threads. */
final class WorkerPool {

    private static final Log LOG = Log.of(WorkerPool.class);
    private static final int MAX_TASKS = 10_000;
    private static final int STOP_SECONDS = 30;

    private final String whose;
    private final ThreadPoolExecutor executor;

    /** @param whose for the log: what it is that runs in it */
    WorkerPool(String whose, int size, ThreadFactory factory) {
        this.whose = whose;
        executor =
                new ThreadPoolExecutor(size, size, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_TASKS), factory);
        executor.allowCoreThreadTimeOut(true);
    }

    /** False: it has stopped, or too much is waiting. */
    boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.because(e, LogMessage.NO_THREAD_FREE, whose);
            return false;
        }
    }

    /** Waits for what is running; what has not begun is dropped. */
    void stop() {
        executor.shutdown();
        executor.getQueue().clear();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.write(LogMessage.WORKERS_INTERRUPTED, whose, STOP_SECONDS);
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
