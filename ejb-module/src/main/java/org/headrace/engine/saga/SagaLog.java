package org.headrace.engine.saga;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.IntStream;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.spi.SagaRecord;

/** Tells in the log what has become of a saga, after it is stored. */
final class SagaLog {

    private static final System.Logger LOG = System.getLogger("org.headrace.saga");

    private SagaLog() {}

    static void changed(Change change) {
        change.entries().forEach(entry -> tell(entry, change.after()));
    }

    private static void tell(Entry entry, SagaRecord saga) {
        Try step = entry.step();
        if (step != null) {
            tellStep(entry, step, saga);
            return;
        }
        Failure failure = saga.failure();
        switch (entry.type()) {
            case STARTED -> LOG.log(Level.DEBUG, "{0} started", title(saga));
            case COMPLETED -> LOG.log(Level.INFO, "{0} completed", title(saga));
            case COMPENSATING ->
                LOG.log(
                        Level.INFO,
                        "{0} is being compensated, steps {1} in reverse: {2}",
                        title(saga),
                        String.join(", ", saga.progress().completedSteps()),
                        failure == null ? "cancelled" : failure.error());
            case COMPENSATED -> LOG.log(Level.INFO, "{0}, {1}", compensated(saga), saga.id());
            case FAILED ->
                LOG.log(
                        Level.ERROR,
                        "{0} has failed; left to be undone: {1}: {2}",
                        title(saga),
                        String.join(", ", reversed(saga.progress().completedSteps())),
                        failure == null ? "" : failure.error());
            case CANCELLED, PAUSED -> LOG.log(Level.WARNING, "{0}: {1} by {2}", title(saga), entry.type(), entry.by());
            default -> LOG.log(Level.DEBUG, "{0}: {1} {2}", title(saga), entry.type(), entry.detail());
        }
    }

    private static void tellStep(Entry entry, Try step, SagaRecord saga) {
        boolean undoing = step.direction() == Direction.COMPENSATE;
        String what = undoing ? "compensation of step " + step.step() : "step " + step.step();
        switch (entry.type()) {
            case STEP_COMPLETED -> completed(step, saga, undoing);
            case STEP_SKIPPED ->
                LOG.log(Level.INFO, "{0}: step {1} has nothing to compensate", title(saga), step.step());
            case STEP_FAILED -> failed(entry, step, saga, what);
            case STEP_UNKNOWN ->
                LOG.log(
                        Level.WARNING,
                        "{0}: {1} is in doubt: it was called, and nobody knows its end",
                        title(saga),
                        what);
            default -> LOG.log(Level.DEBUG, "{0}: {1} {2} {3}", title(saga), what, entry.type(), entry.detail());
        }
    }

    private static void completed(Try step, SagaRecord saga, boolean undone) {
        if (undone) {
            LOG.log(Level.INFO, "{0}: step {1} compensated", title(saga), step.step());
        } else {
            LOG.log(
                    Level.DEBUG,
                    "{0}: step {1} completed, {2} of {3}",
                    title(saga),
                    step.step(),
                    saga.progress().completedSteps().indexOf(step.step()) + 1,
                    saga.progress().totalSteps());
        }
    }

    private static void failed(Entry entry, Try step, SagaRecord saga, String what) {
        Failure failure = saga.failure();
        if (failure != null && failure.nextAttemptAt() != null) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} failed {2} times and is tried again at {3}: {4}",
                    title(saga),
                    what,
                    Integer.toString(failure.attempts()),
                    failure.nextAttemptAt(),
                    entry.error());
        } else if (step.direction() == Direction.EXECUTE) {
            LOG.log(Level.WARNING, "{0}: step {1} failed for good: {2}", title(saga), step.step(), entry.error());
            if (!step.step().equals(saga.pending().doubtful())) {
                LOG.log(
                        Level.INFO,
                        "{0}: compensation of step {1} skipped: it never completed",
                        title(saga),
                        step.step());
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

    private static List<String> reversed(List<String> steps) {
        return IntStream.rangeClosed(1, steps.size())
                .mapToObj(i -> steps.get(steps.size() - i))
                .toList();
    }
}
