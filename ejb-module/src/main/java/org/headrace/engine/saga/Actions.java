package org.headrace.engine.saga;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.saga.Direction;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/**
 * What the actions of steps are like, by the last few times that they ran on this node: whether it pays to have one share a
 * transaction. Safe for use by many threads.
 */
final class Actions {

    /** Each time counts this much of what is known. */
    private static final double WEIGHT = 1.0 / 8;

    /** What fails more often makes the others of its transaction run again for nothing. */
    private static final double MOST_FAILURES = 0.1;

    /** However slow the transactions are: an action that takes longer keeps too many waiting. */
    private static final double LONGEST_NANOS = Duration.ofMillis(100).toNanos();

    private final double shortNanos;
    private final Map<Action, Past> known = new ConcurrentHashMap<>();
    private double aroundNanos;

    private record Action(Kind kind, String step, Direction direction) {}

    /**
     * Averages.
     *
     * @param nanos that it took
     * @param failures 0: it never fails; 1: always
     */
    private record Past(double nanos, double failures) {

        Past then(Past newest) {
            return new Past(average(nanos, newest.nanos), average(failures, newest.failures));
        }
    }

    /** @param longest what takes longer on average is not short, unless the transaction takes still longer without it */
    Actions(Duration longest) {
        this.shortNanos = longest.toNanos();
    }

    private static double average(double before, double newest) {
        return before + WEIGHT * (newest - before);
    }

    /**
     * Whether one is known to be short, and to fail seldom. Short is what takes less than is saved, a transaction; on a
     * machine that has too much to do, both take longer.
     */
    boolean mayShare(RegisteredSaga definition, NextMove.Act move) {
        Past past = known.get(action(definition, move));
        return past != null && past.nanos < shortNanos() && past.failures < MOST_FAILURES;
    }

    private synchronized double shortNanos() {
        return Math.max(shortNanos, Math.min(aroundNanos, LONGEST_NANOS));
    }

    /** @param nanos how long it took */
    void note(RegisteredSaga definition, NextMove.Act move, long nanos, boolean hasFailed) {
        known.merge(action(definition, move), new Past((double) nanos, hasFailed ? 1 : 0), Past::then);
    }

    /** @param nanos how long a transaction of one step took besides its action */
    synchronized void noteAround(long nanos) {
        aroundNanos = aroundNanos == 0 ? (double) nanos : average(aroundNanos, (double) nanos);
    }

    private static Action action(RegisteredSaga definition, NextMove.Act move) {
        return new Action(definition.kind(), move.step().name(), move.direction());
    }
}
