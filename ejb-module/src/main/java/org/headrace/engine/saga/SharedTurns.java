package org.headrace.engine.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.headrace.engine.transaction.Outcome;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Claim;

/**
 * Carries out transactional steps, those of several sagas in one transaction where their actions are short: a commit costs
 * more than what is in it. Each saga is under the lock of its own work entry, so that what holds for a turn of its own holds
 * here, too: all of a turn is committed or nothing of it. When one of them fails, nothing of the others counts: all is rolled
 * back, the others are carried out without it, and it by itself. Safe for use by many threads.
 */
final class SharedTurns {

    private final SagaParts parts;
    private final ActionTimes times;
    private final Combiner<Request, Turn> combiner;
    private final Sharing sharing;

    /** One saga's step. */
    record Request(RegisteredSaga definition, Claim claim, Known known, NextMove.Act move) {

        Duration limit() {
            return move.step().options().timeout();
        }
    }

    SharedTurns(SagaParts parts, Sharing sharing) {
        this.parts = parts;
        this.sharing = sharing;
        this.times = new ActionTimes(sharing.longestAction());
        this.combiner = new Combiner<>(sharing, this::together);
    }

    /** The calling thread must not be in a transaction. */
    Turn run(Request request) {
        return mayShare(request) ? combiner.run(request).orElseGet(() -> alone(request)) : alone(request);
    }

    /** What has failed before is tried by itself, as it may fail again. */
    private boolean mayShare(Request request) {
        return sharing.isOn()
                && SagaCore.attempts(request.known().saga()) == 0
                && times.isShort(request.definition(), request.move());
    }

    /** How many steps wait for a transaction. */
    int waiting() {
        return combiner.waiting();
    }

    private Turn alone(Request request) {
        var turn = new SagaTurn(parts, request.definition(), request.claim(), request.known());
        Turn result = turn.run(request.move());
        note(request, turn);
        return result;
    }

    private List<Optional<Turn>> together(List<Request> requests) {
        if (requests.size() == 1) {
            return List.of(Optional.of(alone(requests.get(0))));
        }
        List<Optional<Turn>> turns = new ArrayList<>(Collections.nCopies(requests.size(), Optional.empty()));
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            left.add(i);
        }
        while (left.size() > 1) {
            var shared = new SharedTransaction(
                    parts, left.stream().map(requests::get).toList());
            Outcome outcome = shared.run();
            if (outcome instanceof Outcome.Committed) {
                for (int i = 0; i < left.size(); i++) {
                    turns.set(left.get(i), Optional.of(shared.turns().get(i).ended(outcome)));
                    note(requests.get(left.get(i)), shared.turns().get(i));
                }
                return turns;
            }
            if (!(outcome instanceof Outcome.WorkFailed) || shared.failed().isEmpty()) {
                return turns;
            }
            left.remove((int) shared.failed().get());
        }
        return turns;
    }

    private void note(Request request, SagaTurn turn) {
        turn.acted().ifPresent(nanos -> times.note(request.definition(), request.move(), nanos));
    }
}
