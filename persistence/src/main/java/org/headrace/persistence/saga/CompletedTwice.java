package org.headrace.persistence.saga;

import java.util.List;
import java.util.stream.Collectors;
import org.headrace.saga.SagaHappening;
import org.jspecify.annotations.Nullable;

/** Tells which step was to be completed once more in one direction. */
final class CompletedTwice {

    private CompletedTwice() {}

    /** A step of a saga, in a direction. */
    record Once(String sagaId, String step, String direction) {

        /** Null: it is not completed by this. */
        static @Nullable Once of(SagaHappening happening) {
            SagaHappening.Try step = happening.step();
            return happening.type() == SagaHappening.Type.STEP_COMPLETED && step != null
                    ? new Once(
                            happening.saga().id(), step.step(), step.direction().label())
                    : null;
        }

        private String text() {
            return direction + " of step " + step + " of saga " + sagaId;
        }
    }

    /** One of these: the database's message, the cause, says which. */
    static IllegalStateException among(List<SagaHappening> happenings, Exception cause) {
        return new IllegalStateException(
                happenings.stream()
                                .map(Once::of)
                                .filter(once -> once != null)
                                .map(Once::text)
                                .collect(Collectors.joining(", or "))
                        + " has been completed before",
                cause);
    }

    static IllegalStateException of(Once once) {
        return new IllegalStateException(once.text() + " has been completed before");
    }
}
