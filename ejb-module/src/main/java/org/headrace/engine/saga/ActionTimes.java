package org.headrace.engine.saga;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.saga.Direction;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/**
 * How long the actions of steps take, by the last few times that they ran on this node. Safe for use by many threads.
 */
final class ActionTimes {

    /** Each time counts this much of what is known. */
    private static final double WEIGHT = 1.0 / 8;

    private final double shortNanos;
    private final Map<Action, Double> averages = new ConcurrentHashMap<>();

    private record Action(Kind kind, String step, Direction direction) {}

    /** @param longest what takes longer on average is not short */
    ActionTimes(Duration longest) {
        this.shortNanos = longest.toNanos();
    }

    /** Whether it is known to be short. */
    boolean isShort(RegisteredSaga definition, NextMove.Act move) {
        Double average = averages.get(action(definition, move));
        return average != null && average < shortNanos;
    }

    void note(RegisteredSaga definition, NextMove.Act move, long nanos) {
        averages.merge(action(definition, move), (double) nanos, (before, now) -> before + WEIGHT * (now - before));
    }

    private static Action action(RegisteredSaga definition, NextMove.Act move) {
        return new Action(definition.kind(), move.step().name(), move.direction());
    }
}
