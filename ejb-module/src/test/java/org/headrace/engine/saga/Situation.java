package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Call;
import org.headrace.saga.spi.SagaRecord.Marks;
import org.headrace.saga.spi.SagaRecord.Origin;
import org.headrace.saga.spi.SagaRecord.Pending;

/**
 * What an operator may find. The saga has the steps A, B, which is a call that is parked in doubt, and C. Going forward B is
 * next; going back it is the one to be undone.
 */
enum Situation {
    /** Nobody is at it. */
    IDLE,
    /** A worker is in its step. */
    BUSY,
    PAUSED,
    /** A worker is in the step after which it is undone, or in its undo. */
    CANCELLED,
    /** What failed is tried again later. */
    WAITING,
    /** What failed is being tried again. */
    RETRYING,
    CALLING,
    /** The call has ended with a failure that leaves its effect open, and is made again later. */
    IN_DOUBT,
    /** An operator is asked what became of the call. */
    PARKED,
    /** B has not completed, but may have taken effect, and is undone first. */
    DOUBTFUL;

    static final Instant BEGIN = Instant.parse("2026-11-24T05:00:00Z");
    static final Instant NOW = BEGIN.plusSeconds(60);
    private static final Mark BOBS = new Mark(new Operator("bob", ""), BEGIN.plusSeconds(50));
    private static final Mark PARK = new Mark(new Operator(SagaCore.SYSTEM, "settle it"), BEGIN.plusSeconds(50));
    private static final long FENCE = 7;

    static RegisteredSaga definition(SagaSteps steps, SagaDeadline... deadline) {
        return RegisteredSaga.of(new SagaDefinition() {
            @Override
            public String name() {
                return "order";
            }

            @Override
            public SagaSteps steps() {
                return steps;
            }

            @Override
            public Optional<SagaDeadline> deadline() {
                return List.of(deadline).stream().findFirst();
            }
        });
    }

    static SagaSteps steps() {
        return SagaSteps.first("A", c -> {})
                .compensatedBy(c -> {})
                .thenCall("B", c -> {})
                .compensatedBy(c -> {})
                .whenInDoubtPark()
                .then("C", c -> {});
    }

    /** Whether a caller can be sure that nothing of it is being run. */
    boolean isIdle() {
        return this != BUSY && this != CANCELLED && this != RETRYING && this != CALLING;
    }

    SagaRecord saga(SagaState state) {
        List<String> completed =
                switch (state) {
                    case NOT_STARTED, COMPENSATED -> List.of();
                    case RUNNING -> List.of("A");
                    case COMPENSATING, FAILED -> this == DOUBTFUL ? List.of("A") : List.of("A", "B");
                    case COMPLETED -> List.of("A", "B", "C");
                };
        var plain = new SagaRecord(
                new Saga("id", "correlation", "order"),
                new Origin(1, "", null, "fingerprint"),
                new Progress(state, completed.size(), 3, completed),
                JsonText.of("{\"kept\":1,\"typo\":2}"),
                new Times(BEGIN, BEGIN, state.isTerminal() ? BEGIN : null),
                Marks.NONE,
                state == SagaState.FAILED ? new Failure("no answer", 3, null) : null,
                Pending.NOTHING);
        return found(plain);
    }

    private SagaRecord found(SagaRecord saga) {
        return switch (this) {
            case IDLE, BUSY -> saga;
            case PAUSED -> saga.withPause(BOBS);
            case CANCELLED -> saga.withCancellation(BOBS);
            case WAITING -> saga.withFailure(new Failure("busy", 2, NOW.plusSeconds(30)));
            case RETRYING -> saga.withFailure(new Failure("busy", 2, NOW.minusSeconds(1)));
            case CALLING -> calling(saga, FENCE);
            case IN_DOUBT ->
                calling(saga, DoubtfulCalls.ENDED)
                        .withFailure(new Failure(
                                "no answer",
                                2,
                                saga.progress().state().isTerminal() ? null : NOW.plus(Duration.ofSeconds(30))));
            case PARKED ->
                calling(saga, DoubtfulCalls.ENDED)
                        .withFailure(new Failure("no answer", 2, null))
                        .withPause(PARK);
            case DOUBTFUL -> saga.withPending(saga.pending().withDoubtful("B"));
        };
    }

    private static SagaRecord calling(SagaRecord saga, long fence) {
        return saga.withPending(saga.pending().withCall(new Call(fence, BEGIN)));
    }
}
