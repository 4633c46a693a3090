package org.headrace.engine.saga;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/** Tells in the log what has become of a saga, after it is stored. */
final class SagaLog {

    private static final Log LOG = Log.named("org.headrace.saga");

    private SagaLog() {}

    static void changed(Change change) {
        change.entries().forEach(entry -> tell(entry, change.after()));
    }

    static void operated(SagaRecord saga, String action, Operator by) {
        write(LogMessage.SAGA_OPERATED, saga, action, by.principal(), by.reason());
    }

    private static void tell(Entry entry, SagaRecord saga) {
        Try step = entry.step();
        if (step != null) {
            tellStep(entry, step, saga);
            return;
        }
        Failure failure = saga.failure();
        switch (entry.type()) {
            case STARTED -> write(LogMessage.SAGA_STARTED, saga);
            case COMPLETED -> write(LogMessage.SAGA_COMPLETED, saga);
            case COMPENSATING ->
                write(
                        LogMessage.SAGA_COMPENSATING,
                        saga,
                        String.join(", ", saga.progress().completedSteps()),
                        failure == null ? "cancelled" : failure.error());
            case COMPENSATED -> write(LogMessage.SAGA_COMPENSATED, saga);
            case FAILED ->
                write(
                        LogMessage.SAGA_FAILED,
                        saga,
                        String.join(", ", reversed(saga.progress().completedSteps())),
                        failure == null ? "" : failure.error());
            case CANCELLED -> write(LogMessage.SAGA_CANCELLED, saga, entry.by());
            case PAUSED -> write(LogMessage.SAGA_PAUSED, saga, entry.by());
            default -> write(LogMessage.SAGA_HAPPENING, saga, entry.type(), entry.detail());
        }
    }

    private static void tellStep(Entry entry, Try step, SagaRecord saga) {
        boolean undoing = step.direction() == Direction.COMPENSATE;
        String what = undoing ? "compensation of step " + step.step() : "step " + step.step();
        switch (entry.type()) {
            case STEP_COMPLETED -> completed(step, saga, undoing);
            case STEP_SKIPPED -> write(LogMessage.STEP_NOTHING_TO_UNDO, saga, step.step());
            case STEP_FAILED -> failed(entry, step, saga, what);
            case STEP_UNKNOWN -> write(LogMessage.STEP_IN_DOUBT, saga, what);
            default -> write(LogMessage.STEP_HAPPENING, saga, what, entry.type(), entry.detail());
        }
    }

    private static void completed(Try step, SagaRecord saga, boolean undone) {
        if (undone) {
            write(LogMessage.STEP_UNDONE, saga, step.step());
        } else {
            int number = saga.progress().completedSteps().indexOf(step.step()) + 1;
            write(
                    LogMessage.STEP_COMPLETED,
                    saga,
                    step.step(),
                    number,
                    saga.progress().totalSteps());
        }
    }

    private static void failed(Entry entry, Try step, SagaRecord saga, String what) {
        Failure failure = saga.failure();
        if (failure != null && failure.nextAttemptAt() != null) {
            write(LogMessage.STEP_FAILED, saga, what, failure.attempts(), failure.nextAttemptAt(), entry.error());
        } else if (step.direction() == Direction.EXECUTE) {
            write(LogMessage.STEP_FAILED_FOR_GOOD, saga, step.step(), entry.error());
            if (!step.step().equals(saga.pending().doubtful())) {
                write(LogMessage.UNDO_NOT_NEEDED, saga, step.step());
            }
        }
    }

    /** Every such line begins with the saga's name and id, and ends with what it is about. */
    private static void write(LogMessage message, SagaRecord saga, @Nullable Object... more) {
        List<@Nullable Object> values =
                new ArrayList<>(List.of(saga.saga().name(), saga.saga().id()));
        values.addAll(Arrays.asList(more));
        values.add(saga.saga().correlationId());
        LOG.write(message, values.toArray());
    }

    private static List<String> reversed(List<String> steps) {
        return IntStream.rangeClosed(1, steps.size())
                .mapToObj(i -> steps.get(steps.size() - i))
                .toList();
    }
}
