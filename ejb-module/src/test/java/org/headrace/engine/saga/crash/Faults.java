package org.headrace.engine.saga.crash;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * The faults that a node is to meet, by the correlation id of the saga; each is met once. Told where the node's threads are
 * by what wraps the engine's parts. Safe for use by many threads.
 */
final class Faults {

    /** What is reached where an operator's action is about to be committed. */
    static final String OPERATOR = "operator";

    private final Map<String, CrashCase> armed = new ConcurrentHashMap<>();
    private final Map<String, Claim> withheld = new HashMap<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Backends backends;
    private volatile boolean operators;

    Faults(Backends backends) {
        this.backends = backends;
    }

    /** Where a thread is with a saga. */
    record Place(String correlationId, @Nullable String step, @Nullable Direction direction) {

        static Place of(SagaHappening happening) {
            SagaHappening.Try step = happening.step();
            String id = happening.saga().correlationId();
            return step == null ? new Place(id, null, null) : new Place(id, step.step(), step.direction());
        }

        /** Of what the saga is to do next. */
        static Place next(SagaRecord saga) {
            SagaState state = saga.progress().state();
            String id = saga.saga().correlationId();
            List<String> completed = saga.progress().completedSteps();
            if (state == SagaState.COMPENSATING) {
                String doubtful = saga.pending().doubtful();
                String undone = doubtful != null ? doubtful : completed.get(completed.size() - 1);
                return new Place(id, undone, Direction.COMPENSATE);
            }
            List<String> steps = CrashSaga.stepsOf(saga.saga().name());
            return state.isTerminal()
                    ? new Place(id, null, null)
                    : new Place(id, steps.get(saga.progress().currentStep()), Direction.EXECUTE);
        }
    }

    void arm(CrashCase crash) {
        armed.put(crash.name(), crash);
    }

    /** Has operators' actions wait before their commit. */
    void armOperators() {
        operators = true;
    }

    void atOperatorsCommit() {
        if (operators) {
            CrashNode.tell("REACHED", OPERATOR);
            awaitGoOn();
        }
    }

    /** Lets every thread go on that waits at its point. */
    void goOn() {
        goOn.countDown();
    }

    /** Something of the saga is told in a transaction that is at that moment. */
    void at(Moment moment, SagaHappening happening) throws RollbackException {
        at(moment, Place.of(happening), happening.type());
    }

    /** @throws RollbackException as the server does when the answer to a commit is lost */
    void at(Moment moment, Place place) throws RollbackException {
        at(moment, place, null);
    }

    private void at(Moment moment, Place place, SagaHappening.@Nullable Type told) throws RollbackException {
        CrashCase crash = meet(moment, place, told);
        if (crash == null) {
            return;
        }
        switch (crash.kind()) {
            case BACKEND -> {
                backends.terminateOwn();
                CrashNode.tell("FIRED", crash.name());
            }
            case LOST -> {
                CrashNode.tell("FIRED", crash.name());
                throw lost();
            }
            case HALT, STOP, RESTART -> {
                CrashNode.tell("REACHED", crash.name());
                awaitGoOn();
            }
        }
    }

    /** Whether the other system is not to answer this call; it tells the test itself. */
    boolean isUnanswered(Place place) {
        return meet(Moment.CALL_UNANSWERED, place, null) != null;
    }

    /**
     * Claims as the node hears of them. What is claimed at its point stays unknown to it until it goes on: the engine runs
     * several sagas at a time, and must not wait here with those of others.
     *
     * @throws SQLException as when the answer to a claim is lost
     */
    synchronized List<Claim> claimed(Map<Claim, SagaRecord> claims) throws SQLException {
        List<Claim> heard = new ArrayList<>();
        boolean isLost = false;
        for (Map.Entry<Claim, SagaRecord> entry : claims.entrySet()) {
            String sagaId = entry.getKey().sagaId();
            SagaRecord saga = entry.getValue();
            CrashCase crash = saga.failure() == null ? null : meet(Moment.CLAIMED, Place.next(saga), null);
            if (crash != null) {
                boolean waits = crash.kind().isDoneByTest();
                isLost |= !waits;
                CrashNode.tell(waits ? "REACHED" : "FIRED", crash.name());
            }
            if ((crash != null && crash.kind().isDoneByTest()) || withheld.containsKey(sagaId)) {
                withheld.put(sagaId, entry.getKey());
            } else {
                heard.add(entry.getKey());
            }
        }
        if (isLost) {
            throw lostConnection();
        }
        return heard;
    }

    /** Claims that the node was not to hear of until it goes on. */
    synchronized List<Claim> heardLate() {
        if (goOn.getCount() > 0) {
            return List.of();
        }
        List<Claim> late = List.copyOf(withheld.values());
        withheld.clear();
        return late;
    }

    private @Nullable CrashCase meet(Moment moment, Place place, SagaHappening.@Nullable Type told) {
        CrashCase crash = armed.get(place.correlationId());
        if (crash == null || crash.point().moment() != moment) {
            return null;
        }
        FaultPoint point = crash.point();
        boolean isTold = point.told() == null || point.told() == told;
        boolean isThere = point.scope() == FaultPoint.Scope.START
                || (crash.step().equals(place.step()) && crash.direction() == place.direction());
        return isTold && isThere && armed.remove(crash.name(), crash) ? crash : null;
    }

    private void awaitGoOn() {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted at the point of a fault", e);
        }
    }

    private static RollbackException lost() {
        var failure = new RollbackException("Could not commit transaction.");
        failure.initCause(lostConnection());
        return failure;
    }

    private static SQLException lostConnection() {
        return new SQLException("An I/O error occurred while sending to the backend.", "08006");
    }
}
