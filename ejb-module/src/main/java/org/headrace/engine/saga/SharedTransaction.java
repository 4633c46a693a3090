package org.headrace.engine.saga;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.headrace.engine.saga.SharedTurns.Request;
import org.headrace.engine.transaction.Outcome;
import org.headrace.saga.spi.SagaWorkStore.Held;

/** Turns of several sagas in one transaction. Used once, by one thread. */
final class SharedTransaction {

    private final SagaParts parts;
    private final List<Request> requests;
    private final List<SagaTurn> turns;
    private final GatheredWrites writes;
    private int failed = -1;

    SharedTransaction(SagaParts parts, List<Request> requests) {
        this.parts = parts;
        this.requests = requests;
        this.writes = new GatheredWrites(parts);
        this.turns = requests.stream()
                .map(it -> new SagaTurn(parts, it.definition(), it.claim(), it.known(), writes))
                .toList();
    }

    /** The calling thread must not be in a transaction. */
    Outcome run() {
        // The shortest of all, so that no step has longer than it may.
        Duration limit =
                requests.stream().map(Request::limit).min(Duration::compareTo).orElseThrow();
        return parts.transactions().run(limit, () -> {
            Map<String, Held> held = parts.work()
                    .holdAll(
                            requests.stream().map(Request::claim).toList(),
                            limit.plus(parts.membership().lease()));
            long heldAt = System.nanoTime();
            for (int i = 0; i < turns.size(); i++) {
                run(
                        i,
                        heldAt,
                        Optional.ofNullable(held.get(requests.get(i).claim().sagaId())));
            }
            writes.write();
        });
    }

    private void run(int i, long heldAt, Optional<Held> held) throws Exception {
        SagaTurn turn = turns.get(i);
        try {
            StepFailure failure = requests.get(i).failure();
            if (failure == null) {
                turn.joins(held, heldAt, requests.get(i).move());
            } else {
                turn.joins(held, heldAt, failure);
            }
            parts.transactions().requireUnmarked();
        } catch (Exception | Error e) {
            // Before an action begins, and where the database has failed, it is nobody's failure.
            failed = turn.hasActed() ? i : failed;
            throw e;
        }
    }

    /** By request. */
    List<SagaTurn> turns() {
        return turns;
    }

    /** Whose action made it fail. Empty: that is not known, or it did not fail. */
    Optional<Integer> failed() {
        return failed < 0 ? Optional.empty() : Optional.of(failed);
    }
}
