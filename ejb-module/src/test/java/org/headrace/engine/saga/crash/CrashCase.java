package org.headrace.engine.saga.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.headrace.engine.saga.crash.FaultPoint.Scope;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;

/** One fault at one point of one saga, which carries the case's name as its correlation id and business key. */
record CrashCase(FaultPoint point, Direction direction, Position position, FaultKind kind) {

    /** Which step of the saga; a compensation comes to the first step last. */
    enum Position {
        FIRST,
        MIDDLE,
        LAST
    }

    /** Every one, in a stable order. */
    static List<CrashCase> all() {
        List<CrashCase> all = new ArrayList<>();
        for (FaultPoint point : FaultPoint.values()) {
            for (FaultKind kind : FaultKind.values()) {
                if (point.canMeet(kind)) {
                    all.addAll(placesOf(point, kind));
                }
            }
        }
        return all;
    }

    private static List<CrashCase> placesOf(FaultPoint point, FaultKind kind) {
        List<CrashCase> places = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (Position position : Position.values()) {
                boolean isStart = direction == Direction.EXECUTE && position == Position.FIRST;
                if (isStart || point.scope() != Scope.START) {
                    places.add(new CrashCase(point, direction, position, kind));
                }
            }
        }
        return places;
    }

    /** @throws IllegalArgumentException for a name that is none of them */
    static CrashCase named(String name) {
        return all().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No crash case is named " + name));
    }

    /** Such as {@code in-step.execute.middle.halt}. */
    String name() {
        return String.join(".", point.label(), direction.label(), lower(position.name()), lower(kind.name()));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    boolean isUndone() {
        return direction == Direction.COMPENSATE;
    }

    String definition() {
        return CrashSaga.nameOf(point.scope() == Scope.CALL || point.scope() == Scope.CALL_FAILURE, isUndone());
    }

    String step() {
        List<String> steps = CrashSaga.stepsOf(definition());
        return steps.get(
                switch (position) {
                    case FIRST -> 0;
                    case MIDDLE -> 2;
                    case LAST -> 4;
                });
    }

    /** What the saga is started with: which of its effects fails, and how. */
    SagaData data() {
        String effect = isUndone() ? "-" + step() : step();
        return switch (point.scope()) {
            case CLAIM, CALL_FAILURE -> SagaData.of(CrashSaga.FAILS_ONCE, effect);
            case FAILURE -> SagaData.of(isUndone() ? CrashSaga.FAILS_ONCE : CrashSaga.FAILS, effect);
            case START, STEP, CALL -> SagaData.empty();
        };
    }

    SagaState end() {
        return isUndone() || point.scope() == Scope.FAILURE ? SagaState.COMPENSATED : SagaState.COMPLETED;
    }

    /** Failures that count: those of the steps, none of the fault. */
    int failures() {
        return (isUndone() ? 1 : 0) + (data().keys().isEmpty() ? 0 : 1);
    }
}
