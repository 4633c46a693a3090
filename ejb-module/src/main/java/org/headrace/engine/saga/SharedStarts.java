package org.headrace.engine.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.headrace.engine.transaction.Outcome;
import org.headrace.saga.spi.SagaWorkStore.Starting;

/**
 * Stores sagas that are started at about the same time in one transaction: a commit costs more than what is in it. For
 * starts without a business key by callers without a transaction. Safe for use by many threads.
 */
final class SharedStarts {

    private final SagaParts parts;
    private final Combiner<Start, Ended> combiner;
    private final Sharing sharing;

    /** @param node that is to have the saga */
    record Start(StartSaga first, UUID node) {

        Starting entry() {
            return new Starting(first.id(), first.definition().kind(), node);
        }
    }

    private record Ended(Outcome outcome, Stored stored) {}

    SharedStarts(SagaParts parts, Sharing sharing) {
        this.parts = parts;
        this.sharing = sharing;
        this.combiner = new Combiner<>(sharing.withoutCompany(), Sharing.STARTS_AT_ONCE, this::together);
    }

    /** Whether a start waits for nobody else's. A key's is locked until its transaction ends, and may be others'. */
    boolean mayShare(StartSaga first) {
        return sharing.isOn() && first.origin().businessKey() == null;
    }

    /**
     * As {@link OwnWork#run}. The calling thread must not be in a transaction.
     *
     * @param node that is to have the saga
     */
    Stored run(StartSaga first, UUID node) {
        Optional<Ended> ended = combiner.run(new Start(first, node));
        if (ended.isEmpty()) {
            return alone(first, node);
        }
        OwnWork.requireCommitted(ended.get().outcome());
        return ended.get().stored();
    }

    /** How many starts wait for a transaction. */
    int waiting() {
        return combiner.waiting();
    }

    private Stored alone(StartSaga first, UUID node) {
        return OwnWork.run(parts.transactions(), () -> Stored.of(parts, first, Optional.of(node), idleLimit()));
    }

    private List<Optional<Ended>> together(List<Start> starts) {
        List<Stored> stored = new ArrayList<>();
        Outcome outcome = parts.transactions()
                .run(() -> stored.addAll(
                        starts.size() == 1
                                ? List.of(claimed(starts.get(0)))
                                : Stored.allClaimed(parts, starts, idleLimit())));
        // When it is not known whether it was committed, nobody may try again: that would start a saga twice, or fail.
        boolean isKnown = outcome instanceof Outcome.Committed;
        boolean isDoubtful = outcome instanceof Outcome.InfrastructureFailed failed && failed.atCommit();
        return isKnown || isDoubtful
                ? stored.stream().map(it -> Optional.of(new Ended(outcome, it))).toList()
                : Collections.nCopies(starts.size(), Optional.empty());
    }

    private Stored claimed(Start start) {
        return Stored.claimed(parts, start.first(), start.node(), idleLimit());
    }

    private Duration idleLimit() {
        return parts.membership().lease();
    }
}
