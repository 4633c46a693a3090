package org.headrace.engine.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ThreadFactory;
import org.headrace.engine.saga.SagaWorkers;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own threads, never the server's default executor, which users' work may fill. The threads are the
 * server's: they carry the naming and class loading context of the deployment. Not by an
 * {@code @ManagedExecutorDefinition}: Payara 6 binds those after the start-up singletons of a WAR have run.
 */
@ApplicationScoped
public class EngineThreads {

    /** With the workers of sagas below the size of the connection pool, which must leave connections to callers. */
    private static final int PROJECTION_THREADS = 8;

    private volatile @Nullable Pools pools;

    private record Pools(WorkerPool projections, WorkerPool sagas) {}

    /** @param sagaWorkers how many sagas are at a step at a time, each with a connection */
    void start(ThreadFactory factory, int sagaWorkers) {
        pools = new Pools(
                new WorkerPool("projections", PROJECTION_THREADS, factory),
                new WorkerPool("sagas", sagaWorkers, factory));
    }

    /** False: no thread is free for it. */
    boolean executeProjection(Runnable task) {
        Pools current = pools;
        return current != null && current.projections().execute(task);
    }

    /** @param size as these threads were started */
    SagaWorkers sagaWorkers(int size) {
        return new SagaWorkers() {
            @Override
            public boolean execute(Runnable task) {
                Pools current = pools;
                return current != null && current.sagas().execute(task);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** Waits for what is running. */
    void stop() {
        Pools current = pools;
        pools = null;
        if (current != null) {
            current.projections().stop();
            current.sagas().stop();
        }
    }
}
