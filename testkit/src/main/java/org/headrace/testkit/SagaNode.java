package org.headrace.testkit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.headrace.cluster.Node;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.saga.EmbeddedSagas;
import org.headrace.engine.saga.EmbeddedSagas.Stores;
import org.headrace.engine.saga.SagaEngine.Container;
import org.headrace.engine.saga.SagaWorkers;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStart;
import org.headrace.saga.spi.SagaSignalStore;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.BeforeCheckpoint;

/** A node that runs one saga on the thread that asks for it, until it rests or the node dies. */
final class SagaNode implements AutoCloseable {

    private static final int ROOM = 4;

    private final NodeLife life = new NodeLife();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Membership membership;
    private final EmbeddedSagas sagas;

    SagaNode(
            String name,
            SagaBackend backend,
            PassingTime time,
            List<BeforeCheckpoint> flushes,
            SagaDefinition definition,
            Fault fault) {
        // Its own clock stands still, so that it is alive until it dies.
        membership = new Membership(
                new Node(UUID.randomUUID(), name),
                backend.nodes(),
                SagaBackend.LEASE,
                SagaBackend.LEASE.dividedBy(2),
                () -> 0L);
        membership.tick();
        Stores all = backend.stores();
        var reached = new Stores(
                life.reaching(SagaStateStore.class, all.states()),
                life.reaching(SagaWorkStore.class, time),
                new ToldLog(all.log(), fault, life),
                life.reaching(SagaSignalStore.class, all.signals()),
                all.leases(),
                all.events(),
                all.schema());
        var container = new Container(
                LocalJta.userTransaction(), LocalJta.registry(), workers(), Executors.defaultThreadFactory());
        sagas = new EmbeddedSagas(
                reached, container, flushes, membership, List.of(new TamperedSaga(definition, fault, life)));
    }

    private SagaWorkers workers() {
        return new SagaWorkers() {
            @Override
            public boolean execute(Runnable task) {
                return tasks.add(task);
            }

            @Override
            public int size() {
                return ROOM;
            }
        };
    }

    /** @return its id */
    String start(SagaStart start) {
        String id = sagas.start(start).sagaId();
        work();
        return id;
    }

    void signal(SagaSignal signal) {
        sagas.signal(signal);
        work();
    }

    void offer(String sagaId) {
        sagas.offer(sagaId);
        work();
    }

    boolean isDead() {
        return life.isDead();
    }

    Optional<String> trouble(String sagaId) {
        return sagas.trouble(sagaId);
    }

    /** Others may have what it held from here on. */
    @Override
    public void close() {
        sagas.close();
        membership.leave();
    }

    private void work() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        if (life.isDead()) {
            // What told the dead node not to wait is not for the test's thread.
            boolean unused = Thread.interrupted();
        }
    }
}
