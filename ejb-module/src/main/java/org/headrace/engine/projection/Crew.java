package org.headrace.engine.projection;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Does some tasks at the same time: on the calling thread, and on others where some are free. Waits for no thread to
 * become free, so that callers which themselves run on those threads cannot wait for each other.
 */
final class Crew {

    private Crew() {}

    /**
     * Returns when all are done.
     *
     * @param tasks must not throw
     * @param others hands work to another thread; false: none is free
     */
    static void all(List<Runnable> tasks, Predicate<Runnable> others) {
        var next = new AtomicInteger();
        var left = new CountDownLatch(tasks.size());
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                try {
                    tasks.get(i).run();
                } finally {
                    left.countDown();
                }
            }
        };
        int helpers = 0;
        while (helpers < tasks.size() - 1 && others.test(work)) {
            helpers++;
        }
        work.run();
        awaitAll(left);
    }

    /** Whoever interrupts must wait for the end of transactions that have begun: their outcome has to be known. */
    private static void awaitAll(CountDownLatch left) {
        boolean interrupted = false;
        while (true) {
            try {
                left.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
