package org.headrace.saga;

import java.util.List;
import java.util.Map;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about sagas that cannot go on by themselves, and about many at a time. Inject it. Safe for use
 * by many threads. Errors and transactions as in {@link SagaOrchestrator}; each decision is recorded with who and why.
 */
public interface SagaDecisions {

    /** The most sagas of one bulk action. */
    int MAX_BULK = 1_000;

    /**
     * What a cancel would do.
     *
     * @param undone the steps that would be compensated, in that order
     * @param skipped those of them that have no compensation
     * @param underWay the step that would end first; null: none is under way
     * @param refusal why a cancel would be refused; null: it would not
     */
    record CancelPreview(
            String sagaId,
            List<String> undone,
            List<String> skipped,
            @Nullable String underWay,
            @Nullable String refusal) {
        public CancelPreview {
            undone = List.copyOf(undone);
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * What a bulk action did, or would do.
     *
     * @param done the ids of the sagas that it was done to, or would be
     * @param refused why not, by id
     * @param next the cursor of the sagas that were not looked at; null: all were
     */
    record Bulk(boolean dryRun, List<String> done, Map<String, String> refused, @Nullable String next) {
        public Bulk {
            done = List.copyOf(done);
            refused = Map.copyOf(refused);
        }
    }

    /** What many can be told. */
    enum BulkAction {
        RETRY,
        CANCEL
    }

    CancelPreview previewCancel(String sagaId);

    /**
     * Takes the undo that a Failed saga stands at as done, by other means than its compensation; it goes on with the next.
     *
     * @param step the one it stands at, so that nobody marks another one by mistake
     * @throws org.headrace.input.InvalidInputException without a reason, or for another step
     * @throws SagaStateException when the saga has not Failed
     */
    SagaStatus markUndone(String sagaId, String step, Operator by);

    /**
     * Sets values of a saga's data (null removes one) and retries it, as {@link SagaOrchestrator#retry}.
     *
     * @throws org.headrace.input.InvalidInputException without any change
     * @throws SagaStateException when nothing of it has failed, or it is being tried with the old values right now
     */
    SagaStatus editAndRetry(String sagaId, SagaData changes, Operator by);

    /**
     * Tells what became of a call that a saga is parked at; it goes on.
     *
     * @param happened true: it took effect, and is not made again; false: it did not, and is
     * @param changes set in the saga's data (null removes one), such as what the call would have answered
     * @throws org.headrace.input.InvalidInputException without a reason
     * @throws SagaStateException when it is not parked at one
     */
    SagaStatus settle(String sagaId, boolean happened, SagaData changes, Operator by);

    /**
     * Does the same to all sagas that a query finds, each in a transaction of its own.
     *
     * @param query its limit is clamped at {@link #MAX_BULK}
     * @param dryRun nothing is changed, only told
     */
    Bulk bulk(BulkAction action, SagaQuery query, boolean dryRun, Operator by);
}
