package org.headrace.engine.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/** Runs tasks one after the other on a pool, whoever posts them, and holds no thread while there are none. */
final class Mailbox {

    private static final Log LOG = Log.of(Mailbox.class);

    /** Then the others get the thread. */
    private static final int AT_ONCE = 64;

    private final Executor pool;
    private final Runnable after;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param after run after each lot of tasks, on the same thread */
    Mailbox(Executor pool, Runnable after) {
        this.pool = pool;
        this.after = after;
    }

    void post(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            dispatch();
        }
    }

    private void dispatch() {
        try {
            pool.execute(this::drain);
        } catch (RejectedExecutionException e) {
            LOG.because(e, LogMessage.STOPPED_ALREADY);
        }
    }

    private void drain() {
        int done = 0;
        for (Runnable task = tasks.poll(); task != null; task = done < AT_ONCE ? tasks.poll() : null) {
            run(task);
            done++;
        }
        run(after);
        if (waiting.addAndGet(-done) > 0) {
            dispatch();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.because(e, LogMessage.HUB_TASK_FAILED);
        }
    }
}
