package org.headrace.engine.management;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what somebody outside of the engine waits for, such as a probe or a JMX client, on a few threads of the server's, and
 * has him wait no longer than a deadline. However many ask while the database does not answer, no more than these threads
 * wait for it.
 */
@ApplicationScoped
public class BoundedCalls implements Executor {

    private static final int THREADS = 2;
    private static final int MOST_WAITING = 100;

    private volatile @Nullable ThreadPoolExecutor threads;

    public void start(ThreadFactory factory) {
        var started = new ThreadPoolExecutor(
                THREADS, THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), factory);
        started.allowCoreThreadTimeOut(true);
        threads = started;
    }

    public void stop() {
        ThreadPoolExecutor stopping = threads;
        threads = null;
        if (stopping != null) {
            stopping.shutdownNow();
        }
    }

    /** @throws RejectedExecutionException when it has not started, has stopped, or has too much to do */
    @Override
    public void execute(Runnable task) {
        running().execute(task);
    }

    /**
     * Calls, and waits for the answer.
     *
     * @throws TimeoutException when there is none in time; what has begun by then goes on
     * @throws ExecutionException with what the task threw
     * @throws RejectedExecutionException as {@link #execute}
     */
    public <T> T call(Duration deadline, Callable<T> task) throws TimeoutException, ExecutionException {
        Future<T> answer = running().submit(task);
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw e;
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("Interrupted while waiting for an answer", e);
        }
    }

    private ThreadPoolExecutor running() {
        ThreadPoolExecutor current = threads;
        if (current == null) {
            throw new RejectedExecutionException("Headrace is not running");
        }
        return current;
    }
}
