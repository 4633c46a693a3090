package org.headrace.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** Threads that call something over and over. */
public final class Callers {

    /** Called by one thread at a time. */
    public interface Call {

        /** @return how many things it has done */
        long once() throws Exception;
    }

    private Callers() {}

    /**
     * Has so many threads call until the time is over; what a call that ends later has done does not count.
     *
     * @param calls one a thread
     */
    public static Work run(ThreadFactory threads, List<? extends Call> calls, long millis)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        long end = begin + millis * 1_000_000;
        List<FutureTask<Long>> running = new ArrayList<>();
        for (Call call : calls) {
            var task = new FutureTask<>(() -> repeat(call, end));
            running.add(task);
            threads.newThread(task).start();
        }
        long done = 0;
        for (FutureTask<Long> task : running) {
            done += task.get();
        }
        return new Work(done, end - begin);
    }

    private static long repeat(Call call, long end) throws Exception {
        long done = 0;
        while (System.nanoTime() < end) {
            long more = call.once();
            if (System.nanoTime() < end) {
                done += more;
            }
        }
        return done;
    }
}
