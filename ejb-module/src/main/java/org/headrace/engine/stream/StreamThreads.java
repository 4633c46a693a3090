package org.headrace.engine.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/** The threads that ask the store at the live edge. In their queue are at most one read a stream and one head query. */
public final class StreamThreads {

    private static final Log LOG = Log.of(StreamThreads.class);

    /** Each may hold a connection. */
    private static final int READING = 3;

    private final ThreadPoolExecutor lane;
    private final ScheduledThreadPoolExecutor clock;

    public StreamThreads(ThreadFactory factory) {
        lane = new ThreadPoolExecutor(READING, READING, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        lane.allowCoreThreadTimeOut(true);
        clock = new ScheduledThreadPoolExecutor(1, factory);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public Executor lane() {
        return lane;
    }

    public Later later() {
        return (delay, task) -> {
            try {
                Future<?> unused = clock.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.because(e, LogMessage.STOPPED_ALREADY);
            }
        };
    }

    public void stop() {
        clock.shutdownNow();
        lane.shutdownNow();
    }
}
