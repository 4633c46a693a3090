package org.headrace.engine.saga.crash;

import static org.headrace.engine.saga.crash.FaultKind.BACKEND;
import static org.headrace.engine.saga.crash.FaultKind.HALT;
import static org.headrace.engine.saga.crash.FaultKind.LOST;
import static org.headrace.engine.saga.crash.FaultKind.RESTART;
import static org.headrace.engine.saga.crash.FaultKind.STOP;
import static org.headrace.saga.SagaHappening.Type.STARTED;
import static org.headrace.saga.SagaHappening.Type.STEP_COMPLETED;
import static org.headrace.saga.SagaHappening.Type.STEP_FAILED;
import static org.headrace.saga.SagaHappening.Type.STEP_STARTED;

import java.util.Locale;
import java.util.Set;
import org.headrace.saga.SagaHappening;
import org.jspecify.annotations.Nullable;

/** The crash points, each with the kinds of fault that it can meet. */
enum FaultPoint {
    // A stopped node's start keeps its business key locked until the node goes on: nobody can take a start over.
    START_BEFORE_COMMIT(Scope.START, Moment.BEFORE_COMMIT, STARTED, Set.of(HALT, BACKEND, RESTART)),
    START_COMMIT_LOST(Scope.START, Moment.COMMITTED, STARTED, Set.of(HALT, LOST, RESTART)),
    START_DONE(Scope.START, Moment.FIRST_SEEN, null, Set.of(HALT, STOP, RESTART)),

    CLAIMED(Scope.CLAIM, Moment.CLAIMED, null, Set.of(HALT, STOP, LOST, RESTART)),

    HELD(Scope.STEP, Moment.HELD, null, Set.of(HALT, STOP, BACKEND, RESTART)),
    IN_STEP(Scope.STEP, Moment.IN_STEP, null, Set.of(HALT, STOP, BACKEND, RESTART)),
    FLUSHED(Scope.STEP, Moment.FLUSHED, null, Set.of(HALT, STOP, BACKEND, RESTART)),
    LOGGED(Scope.STEP, Moment.LOGGED, STEP_COMPLETED, Set.of(HALT, STOP, BACKEND, RESTART)),
    BEFORE_COMMIT(Scope.STEP, Moment.BEFORE_COMMIT, STEP_COMPLETED, Set.of(HALT, STOP, BACKEND, RESTART)),
    COMMIT_LOST(Scope.STEP, Moment.COMMITTED, STEP_COMPLETED, Set.of(HALT, STOP, LOST, RESTART)),
    AFTER_COMMIT(Scope.STEP, Moment.GOING_ON, STEP_COMPLETED, Set.of(HALT, STOP, RESTART)),

    CALL_BEGIN_BEFORE_COMMIT(Scope.CALL, Moment.BEFORE_COMMIT, STEP_STARTED, Set.of(HALT, STOP, BACKEND, RESTART)),
    CALL_BEGIN_COMMIT_LOST(Scope.CALL, Moment.COMMITTED, STEP_STARTED, Set.of(HALT, STOP, LOST, RESTART)),
    CALL_STARTED(Scope.CALL, Moment.CALL_STARTED, null, Set.of(HALT, STOP, RESTART)),
    CALL_UNANSWERED(Scope.CALL, Moment.CALL_UNANSWERED, null, Set.of(HALT, STOP, RESTART)),
    CALL_ANSWERED(Scope.CALL, Moment.CALL_ANSWERED, null, Set.of(HALT, STOP, RESTART)),
    CALL_END_BEFORE_COMMIT(Scope.CALL, Moment.BEFORE_COMMIT, STEP_COMPLETED, Set.of(HALT, STOP, BACKEND, RESTART)),
    CALL_END_COMMIT_LOST(Scope.CALL, Moment.COMMITTED, STEP_COMPLETED, Set.of(HALT, STOP, LOST, RESTART)),

    FAILURE_BEFORE_COMMIT(Scope.FAILURE, Moment.BEFORE_COMMIT, STEP_FAILED, Set.of(HALT, STOP, BACKEND, RESTART)),
    FAILURE_COMMIT_LOST(Scope.FAILURE, Moment.COMMITTED, STEP_FAILED, Set.of(HALT, STOP, LOST, RESTART)),

    CALL_FAILURE_BEFORE_COMMIT(
            Scope.CALL_FAILURE, Moment.BEFORE_COMMIT, STEP_FAILED, Set.of(HALT, STOP, BACKEND, RESTART)),
    CALL_FAILURE_COMMIT_LOST(Scope.CALL_FAILURE, Moment.COMMITTED, STEP_FAILED, Set.of(HALT, STOP, LOST, RESTART));

    private final Scope scope;
    private final Moment moment;
    private final SagaHappening.@Nullable Type told;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<FaultKind> kinds;

    /** What a point belongs to. */
    enum Scope {
        START,
        /** A step that has failed once, so that it waits for its saga to be claimed anew. */
        CLAIM,
        /** A transactional step. */
        STEP,
        /** An external step. */
        CALL,
        /** A transactional step that fails. */
        FAILURE,
        /** An external step that takes effect and fails, once. */
        CALL_FAILURE
    }

    FaultPoint(Scope scope, Moment moment, SagaHappening.@Nullable Type told, Set<FaultKind> kinds) {
        this.scope = scope;
        this.moment = moment;
        this.told = told;
        this.kinds = kinds;
    }

    Scope scope() {
        return scope;
    }

    Moment moment() {
        return moment;
    }

    /** What the transaction must have told; null: it does not matter. */
    SagaHappening.@Nullable Type told() {
        return told;
    }

    boolean canMeet(FaultKind kind) {
        return kinds.contains(kind);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
