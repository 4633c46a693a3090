package org.headrace.persistence.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs tasks on threads of their own and gives up on those that hang. */
public final class Concurrently implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    public <T> Future<T> start(Callable<T> task) {
        return threads.submit(task);
    }

    /** Waits for a task; throws what it threw, wrapped. */
    public static <T> T await(Future<T> task) throws Exception {
        return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Lets all tasks begin at one moment and waits for all. */
    public static <T> List<T> all(int count, IntFunction<Callable<T>> tasks) throws Exception {
        var barrier = new CyclicBarrier(count);
        try (var concurrently = new Concurrently()) {
            List<Future<T>> started = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<T> task = tasks.apply(i);
                started.add(concurrently.start(() -> {
                    barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> task : started) {
                results.add(await(task));
            }
            return results;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
