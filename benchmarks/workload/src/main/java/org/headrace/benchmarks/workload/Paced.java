package org.headrace.benchmarks.workload;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Does something at fixed times. */
public final class Paced {

    /** Called by one thread. */
    public interface Step {
        void take() throws Exception;
    }

    private Paced() {}

    /** Takes so many steps, each so many microseconds after the one before, or at once where it is late. */
    public static void steps(int count, long micros, Step step) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + TimeUnit.MICROSECONDS.toNanos(i * micros);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            step.take();
        }
    }
}
