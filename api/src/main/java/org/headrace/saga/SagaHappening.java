package org.headrace.saga;

import java.time.Instant;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a saga. What was stored with it, was stored in one transaction; nothing of a transaction that
 * was rolled back is told.
 *
 * @param sequence rises within a saga; of all sagas, not without gaps
 * @param at by the store's clock, in microseconds
 * @param state the saga's, after it
 * @param step of a step only
 * @param error of a failure; null: none
 * @param by who asked for it; null: nobody, it followed from what was before
 * @param runner which node stored it; null: the one that the caller of a start or an operator was at
 * @param detail what else there is to tell; may be empty
 */
public record SagaHappening(
        long sequence,
        Saga saga,
        Type type,
        Instant at,
        SagaState state,
        @Nullable Try step,
        @Nullable String error,
        @Nullable Operator by,
        @Nullable Runner runner,
        String detail) {

    /**
     * One try of a step in one direction.
     *
     * @param attempt how many tries had failed before, from 0
     * @param idempotencyKey of an external step's; null: of no other
     */
    public record Try(String step, Direction direction, int attempt, @Nullable String idempotencyKey) {}

    /**
     * The node that had the saga.
     *
     * @param node its name
     * @param fence grows each time the saga is taken by a node
     */
    public record Runner(String node, long fence) {}

    /** What may happen. */
    public enum Type {
        /** The saga is stored. */
        STARTED(false),
        /** A call is about to be made. */
        STEP_STARTED(true),
        STEP_COMPLETED(true),
        STEP_FAILED(true),
        /** A call was begun by a node that is gone, or took too long: nobody knows yet what became of it. */
        STEP_UNKNOWN(true),
        /** There was nothing to undo. */
        STEP_SKIPPED(true),
        /** A call in doubt was found not to have taken effect. */
        STEP_NEVER_HAPPENED(true),
        COMPENSATING(false),
        COMPLETED(false),
        COMPENSATED(false),
        FAILED(false),
        /** The saga waits for a signal from now on. */
        AWAITING(true),
        /** A signal is stored for it. */
        SIGNALLED(false),
        PAUSED(false),
        RESUMED(false),
        CANCELLED(false),
        RETRIED(false),
        /** An operator changed its data. */
        EDITED(false),
        /** An operator has undone a step by other means. */
        UNDO_MARKED(true);

        private final boolean ofStep;

        Type(boolean ofStep) {
            this.ofStep = ofStep;
        }

        /** Whether it is told of a step. */
        public boolean isOfStep() {
            return ofStep;
        }

        /** As events of the stream {@code Sagas} are typed, such as {@code SagaStarted} and {@code StepCompleted}. */
        public String label() {
            var label = new StringBuilder(name().startsWith("STEP_") ? "" : "Saga");
            boolean upper = true;
            for (char c : name().toCharArray()) {
                if (c == '_') {
                    upper = true;
                } else {
                    label.append(upper ? c : Character.toLowerCase(c));
                    upper = false;
                }
            }
            return label.toString();
        }
    }
}
