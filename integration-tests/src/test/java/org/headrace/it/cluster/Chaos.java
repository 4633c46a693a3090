package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A sequence of faults that follows from a seed. A fault heals by itself after a while, and others fall meanwhile: on
 * the other node, or on the database. Each is seen to have fired, or the run fails.
 */
final class Chaos implements AutoCloseable {

    /** What may happen; each of them happens once before one comes a second time. */
    enum Fault {
        KILL,
        FREEZE_BRIEFLY,
        FREEZE_BEYOND_THE_LEASE,
        CUT_OFF,
        CUT_SESSIONS_OF_A_NODE,
        CUT_SESSIONS_OF_ALL,
        STOP_THE_DATABASE
    }

    private static final long LEASE_MILLIS = 10_000;
    private static final Duration FOR_A_TARGET = Duration.ofMinutes(3);
    private static final Duration FOR_SESSIONS = Duration.ofSeconds(60);
    private static final int START_ATTEMPTS = 20;

    private final Random random;
    private final ClusterDatabase database;
    private final List<Node> nodes;
    private final ExecutorService healers = Executors.newCachedThreadPool();
    private final Map<Node, Future<?>> healingOf = new HashMap<>();
    private Future<?> healingOfDatabase = CompletableFuture.completedFuture(null);
    private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
    private int sessionsCut;
    private final AtomicInteger startsGivenUp = new AtomicInteger();

    Chaos(long seed, Cluster cluster) {
        this.random = new Random(seed);
        this.database = cluster.database();
        this.nodes = cluster.nodes();
        nodes.forEach(node -> healingOf.put(node, CompletableFuture.completedFuture(null)));
    }

    /** Faults for as long as this, and until each kind has fired; returns when all of them have healed. */
    void run(Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        do {
            List<Fault> round = new ArrayList<>(Arrays.asList(Fault.values()));
            Collections.shuffle(round, random);
            for (Fault fault : round) {
                if (System.nanoTime() - end < 0 || !fired.containsKey(fault)) {
                    fire(fault);
                    fired.merge(fault, 1, Integer::sum);
                    hold(between(500, 3_500));
                }
            }
        } while (System.nanoTime() - end < 0);
        for (Future<?> healing : healingOf.values()) {
            healed(healing);
        }
        healed(healingOfDatabase);
        // Either may have come back while the other was away.
        for (Node node : nodes) {
            assertThat(node.isAlive())
                    .as("%s lives: %s", node.name(), node.output())
                    .isTrue();
        }
    }

    int fired(Fault fault) {
        return fired.getOrDefault(fault, 0);
    }

    /** For a person: how many of each. */
    String summary() {
        return "kill -9 ×" + fired(Fault.KILL)
                + ", SIGSTOP ×" + (fired(Fault.FREEZE_BRIEFLY) + fired(Fault.FREEZE_BEYOND_THE_LEASE))
                + " (" + fired(Fault.FREEZE_BEYOND_THE_LEASE) + " longer than the lease)"
                + ", network cut ×" + fired(Fault.CUT_OFF)
                + ", pg_terminate_backend ×" + (fired(Fault.CUT_SESSIONS_OF_A_NODE) + fired(Fault.CUT_SESSIONS_OF_ALL))
                + " (" + sessionsCut + " sessions), PostgreSQL stopped ×" + fired(Fault.STOP_THE_DATABASE)
                + ", starts given up for lack of a database: " + startsGivenUp;
    }

    private void fire(Fault fault) throws Exception {
        switch (fault) {
            case KILL -> kill(nodeAtWork(), between(0, 1_000));
            case FREEZE_BRIEFLY -> freeze(nodeAtWork(), between(100, LEASE_MILLIS - 2_000));
            case FREEZE_BEYOND_THE_LEASE -> freeze(nodeAtWork(), between(LEASE_MILLIS + 500, LEASE_MILLIS + 6_000));
            case CUT_OFF -> cutOff(nodeAtWork(), between(500, LEASE_MILLIS + 4_000));
            case CUT_SESSIONS_OF_A_NODE -> cut(nodeAtWork().name(), (int) between(1, 8));
            case CUT_SESSIONS_OF_ALL -> cut(null, Integer.MAX_VALUE);
            case STOP_THE_DATABASE -> stopDatabase(between(200, 3_000));
        }
    }

    private void kill(Node node, long pause) {
        node.kill();
        healingOf.put(node, heal(() -> {
            hold(pause);
            node.launch();
            for (int attempt = 1; !node.becomesReady(); attempt++) {
                assertThat(attempt).as("attempts to start\n%s", node.output()).isLessThan(START_ATTEMPTS);
                startsGivenUp.incrementAndGet();
                node.awaitExit();
                node.launch();
            }
            return null;
        }));
    }

    private void freeze(Node node, long millis) {
        node.freeze();
        healingOf.put(node, heal(() -> {
            hold(millis);
            node.thaw();
            return null;
        }));
    }

    private void cutOff(Node node, long millis) throws Exception {
        healed(healingOfDatabase);
        // It had sessions a moment ago, or is about to open some.
        Awaitility.await("sessions of " + node.name()).atMost(FOR_SESSIONS).until(node::isConnected);
        node.cutOff();
        healingOf.put(node, heal(() -> {
            hold(millis);
            node.reconnect();
            return null;
        }));
    }

    private void cut(String node, int atMost) throws Exception {
        healed(healingOfDatabase);
        // A node that has lost its sessions a moment ago is about to open others.
        sessionsCut += Awaitility.await("sessions to cut")
                .atMost(FOR_SESSIONS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.terminateBackends(node, atMost), count -> count > 0);
    }

    private void stopDatabase(long pause) throws Exception {
        healed(healingOfDatabase);
        database.stopImmediately();
        healingOfDatabase = heal(() -> {
            hold(pause);
            database.startAgain();
            return null;
        });
    }

    /** One that runs and that no fault holds; any of them when there are several. */
    private Node nodeAtWork() {
        Node wanted = nodes.get(random.nextInt(nodes.size()));
        Node other = nodes.get((nodes.indexOf(wanted) + 1) % nodes.size());
        Awaitility.await("a node at work")
                .atMost(FOR_A_TARGET)
                .until(() ->
                        healingOf.get(wanted).isDone() || healingOf.get(other).isDone());
        Node found = healingOf.get(wanted).isDone() ? wanted : other;
        assertThat(found.isAlive())
                .as("%s lives: %s", found.name(), found.output())
                .isTrue();
        return found;
    }

    private Future<?> heal(Callable<Void> healing) {
        return healers.submit(healing);
    }

    private static void healed(Future<?> healing) throws InterruptedException {
        try {
            healing.get();
        } catch (ExecutionException e) {
            throw new AssertionError("A fault did not heal", e.getCause());
        }
    }

    private long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }

    /** For how long a fault lasts is what is random here; nothing is waited for. */
    private static void hold(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    @Override
    public void close() {
        healers.shutdownNow();
    }
}
