package org.headrace.testkit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/**
 * One run of a saga, from its start until it ends or waits for something that does not come. Time passes at once where
 * there is nothing but time to wait for. A node that dies is followed by another one. Used once.
 */
final class SagaRun {

    private static final int MAX_ROUNDS = 10_000;
    private static final int MAX_IN_VAIN = 20;

    private final SagaWorld world;
    private final SagaDefinition definition;
    private final Fault fault;
    private final PassingTime time;
    private final Deque<Stimulus> stimuli;
    private int nodes;
    private SagaNode node;

    SagaRun(SagaWorld world, SagaDefinition definition, Iterable<Stimulus> stimuli, Fault fault) {
        this.world = world;
        this.definition = definition;
        this.fault = fault;
        this.time = new PassingTime(world.backend().stores().work());
        this.stimuli = new ArrayDeque<>();
        stimuli.forEach(this.stimuli::add);
        this.node = newNode();
    }

    /** @return the saga's id */
    String run(SagaStart start) {
        try {
            String id = node.start(start);
            int inVain = 0;
            for (int round = 0; round < MAX_ROUNDS; round++) {
                SagaRecord before = load(id);
                if (!goesOn(before)) {
                    return id;
                }
                inVain = load(id).equals(before) ? inVain + 1 : 0;
                if (inVain > MAX_IN_VAIN) {
                    throw new AssertionError("Saga " + definition.name() + " does not go on: "
                            + node.trouble(id).orElse("nothing is done with it") + world.historyOf(id));
                }
            }
            throw new AssertionError("Saga " + definition.name() + " does not come to an end" + world.historyOf(id));
        } finally {
            node.close();
        }
    }

    /** False: it has ended, or nothing that is known moves it. */
    private boolean goesOn(SagaRecord saga) {
        Instant next = nextTry(saga);
        if (node.isDead()) {
            node.close();
            node = newNode();
        } else if (saga.progress().state().isTerminal() || saga.pause() != null) {
            return false;
        } else if (next != null) {
            time.passTo(orDeadline(saga, next));
        } else if (saga.pending().awaitedUntil() != null && !stimulate(saga)) {
            return false;
        }
        time.makeReady(saga.id());
        node.offer(saga.id());
        return true;
    }

    private boolean stimulate(SagaRecord saga) {
        Stimulus next = stimuli.poll();
        if (next instanceof Stimulus.Signal signal) {
            node.signal(new SagaSignal(saga.id(), signal.name(), signal.data(), null));
        } else if (next instanceof Stimulus.Waiting waiting) {
            time.pass(waiting.time());
        }
        return next != null;
    }

    private static @Nullable Instant nextTry(SagaRecord saga) {
        Failure failure = saga.failure();
        return failure == null ? null : failure.nextAttemptAt();
    }

    private static Instant orDeadline(SagaRecord saga, Instant next) {
        Instant deadline = saga.pending().deadline();
        boolean isForward = saga.progress().state() != SagaState.COMPENSATING;
        return isForward && deadline != null && deadline.isBefore(next) ? deadline : next;
    }

    private SagaRecord load(String id) {
        return world.backend().stores().states().load(id).orElseThrow();
    }

    private SagaNode newNode() {
        nodes++;
        return new SagaNode(
                "node-" + nodes, world.backend(), time, world.environment().flushes(), definition, fault);
    }
}
