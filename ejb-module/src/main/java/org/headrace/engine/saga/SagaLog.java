package org.headrace.engine.saga;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.IntStream;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;

/** Tells in the log what has become of a saga, after it is stored. */
final class SagaLog {

    private static final System.Logger LOG = System.getLogger("org.headrace.saga");

    private SagaLog() {}

    static void started(SagaRecord saga) {
        LOG.log(Level.DEBUG, "{0} started", title(saga));
    }

    static void moved(SagaRecord before, SagaRecord after, RegisteredSaga definition) {
        int from = before.progress().currentStep();
        int to = after.progress().currentStep();
        if (to > from) {
            LOG.log(
                    Level.DEBUG,
                    "{0}: step {1} completed, {2} of {3}",
                    title(after),
                    last(after),
                    to,
                    after.progress().totalSteps());
        } else if (to < from) {
            undone(before, after, definition);
        } else if (after.failure() != null && !after.failure().equals(before.failure())) {
            failed(before, after, definition);
        }
        SagaState state = after.progress().state();
        if (state != before.progress().state()) {
            entered(before, after);
        }
    }

    private static void undone(SagaRecord before, SagaRecord after, RegisteredSaga definition) {
        String step = last(before);
        boolean had = definition.step(step).compensation() != null;
        String text = had ? "{0}: step {1} compensated" : "{0}: step {1} has nothing to compensate";
        LOG.log(Level.INFO, text, title(after), step);
    }

    private static void failed(SagaRecord before, SagaRecord after, RegisteredSaga definition) {
        Failure failure = after.failure();
        if (failure == null) {
            return;
        }
        boolean undoing = before.progress().state() == SagaState.COMPENSATING;
        String step = undoing ? last(before) : nextStep(before, definition).name();
        if (failure.nextAttemptAt() != null) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} failed {2} times and is tried again at {3}: {4}",
                    title(after),
                    undoing ? "compensation of step " + step : "step " + step,
                    Integer.toString(failure.attempts()),
                    failure.nextAttemptAt(),
                    failure.error());
        } else if (!undoing) {
            LOG.log(Level.WARNING, "{0}: step {1} failed for good: {2}", title(after), step, failure.error());
            if (nextStep(before, definition).compensation() != null) {
                LOG.log(Level.INFO, "{0}: compensation of step {1} skipped: it never completed", title(after), step);
            }
        }
    }

    private static void entered(SagaRecord before, SagaRecord after) {
        Failure failure = after.failure();
        switch (after.progress().state()) {
            case COMPLETED -> LOG.log(Level.INFO, "{0} completed", title(after));
            case COMPENSATING ->
                LOG.log(
                        Level.INFO,
                        "{0} is being compensated, steps {1} in reverse: {2}",
                        title(after),
                        String.join(", ", after.progress().completedSteps()),
                        failure == null ? "cancelled" : failure.error());
            case COMPENSATED -> LOG.log(Level.INFO, "{0}, {1}", compensated(after), after.id());
            case FAILED ->
                LOG.log(
                        Level.ERROR,
                        "{0} has failed; left to be undone: {1}: {2}",
                        title(after),
                        String.join(", ", reversed(before.progress().completedSteps())),
                        failure == null ? "" : failure.error());
            case NOT_STARTED, RUNNING -> {
                // told by its steps
            }
        }
    }

    /** A line that people search for: the id stands behind it. */
    private static String compensated(SagaRecord saga) {
        return "Saga '" + saga.saga().name() + "' compensation completed";
    }

    static String title(SagaRecord saga) {
        return "Saga '" + saga.saga().name() + "' " + saga.id();
    }

    private static SagaStep nextStep(SagaRecord saga, RegisteredSaga definition) {
        return definition.steps().get(saga.progress().currentStep());
    }

    private static String last(SagaRecord saga) {
        List<String> completed = saga.progress().completedSteps();
        return completed.get(completed.size() - 1);
    }

    private static List<String> reversed(List<String> steps) {
        return IntStream.rangeClosed(1, steps.size())
                .mapToObj(i -> steps.get(steps.size() - i))
                .toList();
    }
}
