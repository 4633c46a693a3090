package org.headrace.engine.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.headrace.engine.transaction.Outcome;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Carries out transactional steps, those of several sagas in one transaction where their actions are short: a commit costs
 * more than what is in it. Each saga is under the lock of its own work entry, so that what holds for a turn of its own holds
 * here, too: all of a turn is committed or nothing of it. When one of them fails, nothing of the others counts: all is rolled
 * back, the others are carried out without it, and it by itself. That it has failed is then stored with what others do. Safe
 * for use by many threads.
 */
final class SharedTurns {

    private final SagaParts parts;
    private final Actions actions;
    private final Combiner<Request, Turn> combiner;
    private final Sharing sharing;

    /**
     * One saga's step.
     *
     * @param failure that is to be stored; null: the step is to be carried out
     */
    record Request(
            RegisteredSaga definition, Claim claim, Known known, NextMove.Act move, @Nullable StepFailure failure) {

        Request(RegisteredSaga definition, Claim claim, Known known, NextMove.Act move) {
            this(definition, claim, known, move, null);
        }

        Duration limit() {
            return failure == null ? move.step().options().timeout() : Holding.SHORT;
        }

        Request failing(StepFailure itsFailure) {
            return new Request(definition, claim, known, move, itsFailure);
        }
    }

    SharedTurns(SagaParts parts, Sharing sharing) {
        this.parts = parts;
        this.sharing = sharing;
        this.actions = new Actions(sharing.longestAction());
        this.combiner = new Combiner<>(sharing, Sharing.TRANSACTIONS_AT_ONCE, this::together);
    }

    /** The calling thread must not be in a transaction. */
    Turn run(Request request) {
        return mayShare(request) ? shared(request) : alone(request);
    }

    private Turn shared(Request request) {
        return combiner.run(request).orElseGet(() -> alone(request));
    }

    /** What has failed before is tried by itself, as it may fail again. */
    private boolean mayShare(Request request) {
        return sharing.isOn()
                && SagaCore.attempts(request.known().saga()) == 0
                && actions.mayShare(request.definition(), request.move());
    }

    /** How many steps wait for a transaction. */
    int waiting() {
        return combiner.waiting();
    }

    private Turn alone(Request request) {
        return alone(
                request, (turn, failure) -> sharing.isOn() ? shared(request.failing(failure)) : turn.record(failure));
    }

    /** On the thread that leads, and must not wait for another. */
    private Turn leading(Request request) {
        return alone(request, SagaTurn::record);
    }

    /** @param failing has a failure of the action stored */
    private Turn alone(Request request, BiFunction<SagaTurn, StepFailure, Turn> failing) {
        SagaTurn turn = turn(request);
        StepFailure known = request.failure();
        if (known != null) {
            return turn.record(known);
        }
        long begun = System.nanoTime();
        Turn result = turn.run(request.move(), failure -> {
            note(request, turn);
            return failing.apply(turn, failure);
        });
        if (result instanceof Turn.Moved && !turn.hasFailed()) {
            long whole = System.nanoTime() - begun;
            turn.acted().ifPresent(nanos -> actions.noteAround(whole - nanos));
            note(request, turn);
        }
        return result;
    }

    private SagaTurn turn(Request request) {
        return new SagaTurn(parts, request.definition(), request.claim(), request.known());
    }

    private List<Optional<Turn>> together(List<Request> requests) {
        if (requests.size() == 1) {
            return List.of(Optional.of(leading(requests.get(0))));
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
        turn.acted().ifPresent(nanos -> actions.note(request.definition(), request.move(), nanos, turn.hasFailed()));
    }
}
