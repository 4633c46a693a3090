package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.spi.SagaRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators may do to a saga, whatever its state and its situation. */
class OperatorMovesTest {

    /**
     * What becomes of it: "-" it is refused, "=" nothing changes; else the state that follows (N not started, R running, K
     * compensating, X compensated), p paused, c to be cancelled. Of what ended for good every situation gives the same.
     * Left out is what cannot be: a call makes a saga Running, nothing that ended is paused or waits.
     */
    private static final String TABLE =
            """
            state        situation  pause resume cancel retry edit undone happened never
            NOT_STARTED  IDLE       Np    -      X      -     -    -      -        -
            NOT_STARTED  BUSY       Np    -      Nc     -     -    -      -        -
            NOT_STARTED  PAUSED     =     N      X      -     -    -      -        -
            NOT_STARTED  CANCELLED  Npc   -      =      -     -    -      -        -
            NOT_STARTED  WAITING    Np    -      X      N     N    -      -        -
            NOT_STARTED  RETRYING   Np    -      Nc     N     -    -      -        -
            RUNNING      IDLE       Rp    -      Rc     -     -    -      -        -
            RUNNING      BUSY       Rp    -      Rc     -     -    -      -        -
            RUNNING      PAUSED     =     R      Rc     -     -    -      -        -
            RUNNING      CANCELLED  Rpc   -      =      -     -    -      -        -
            RUNNING      WAITING    Rp    -      Rc     R     R    -      -        -
            RUNNING      RETRYING   Rp    -      Rc     R     -    -      -        -
            RUNNING      CALLING    Rp    -      Rc     -     -    -      -        -
            RUNNING      IN_DOUBT   Rp    -      Rc     R     R    -      -        -
            RUNNING      PARKED     =     -      Rc     -     -    -      R        R
            COMPENSATING IDLE       Kp    -      -      -     -    -      -        -
            COMPENSATING BUSY       Kp    -      -      -     -    -      -        -
            COMPENSATING PAUSED     =     K      -      -     -    -      -        -
            COMPENSATING CANCELLED  Kpc   -      =      -     -    -      -        -
            COMPENSATING WAITING    Kp    -      -      K     K    -      -        -
            COMPENSATING RETRYING   Kp    -      -      K     -    -      -        -
            COMPENSATING CALLING    Kp    -      -      -     -    -      -        -
            COMPENSATING IN_DOUBT   Kp    -      -      K     K    -      -        -
            COMPENSATING PARKED     =     -      -      -     -    -      K        K
            COMPENSATING DOUBTFUL   Kp    -      -      -     -    -      -        -
            FAILED       IDLE       -     -      -      K     K    K      -        -
            FAILED       CANCELLED  -     -      -      Kc    Kc   Kc     -        -
            FAILED       IN_DOUBT   -     -      -      K     K    K      -        -
            FAILED       DOUBTFUL   -     -      -      K     K    K      -        -
            COMPLETED    *          -     -      -      -     -    -      -        -
            COMPENSATED  *          -     -      -      -     -    -      -        -
            """;

    private static final Operator ADA = new Operator("ada", "seen to it");
    private static final SagaData CHANGES = SagaData.of("typo", 3);
    private static final Optional<RegisteredSaga> DEFINITION = Optional.of(Situation.definition(Situation.steps()));

    private static Stream<Arguments> cells() {
        List<List<String>> rows = TABLE.lines()
                .map(line -> Pattern.compile(" +").splitAsStream(line).toList())
                .toList();
        List<String> operations = rows.get(0);
        return rows.stream().skip(1).flatMap(row -> situations(row.get(1)).flatMap(situation -> IntStream.range(
                        2, row.size())
                .mapToObj(i -> Arguments.of(SagaState.valueOf(row.get(0)), situation, operations.get(i), row.get(i)))));
    }

    private static Stream<Situation> situations(String name) {
        return name.equals("*") ? Arrays.stream(Situation.values()) : Stream.of(Situation.valueOf(name));
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @MethodSource("cells")
    void followsTheTable(SagaState state, Situation situation, String operation, String expected) {
        SagaRecord saga = situation.saga(state);
        Optional<Change> change;
        try {
            change = Optional.of(operate(operation, saga, situation.isIdle() && state != SagaState.FAILED));
        } catch (SagaStateException refusal) {
            change = Optional.empty();
            assertThat(refusal).hasMessageContaining("Saga id ");
        }
        assertThat(change.map(c -> shown(saga, c)).orElse("-")).isEqualTo(expected);
        change.filter(c -> !c.after().equals(saga)).ifPresent(c -> {
            assertThat(c.entries().stream().map(Entry::type).toList()).isEqualTo(told(operation, c.after()));
            assertThat(c.entries().get(0).by()).isEqualTo(ADA);
            assertThat(c.after().times().lastUpdated()).isEqualTo(Situation.NOW);
            assertThat(c.after().times().completedAt() != null)
                    .isEqualTo(c.after().progress().state().isTerminal());
        });
    }

    @Test
    void marksTellWhoAskedAndWhen() {
        SagaRecord saga = Situation.BUSY.saga(SagaState.RUNNING);
        var mark = new Mark(ADA, Situation.NOW);
        assertThat(operate("pause", saga, false).after().pause()).isEqualTo(mark);
        assertThat(operate("cancel", saga, false).after().cancellation()).isEqualTo(mark);
    }

    @Test
    void aWaitEndsAndAllTriesAreGivenAnew() {
        for (String operation : List.of("retry", "edit", "cancel")) {
            SagaRecord after = operate(operation, Situation.WAITING.saga(SagaState.RUNNING), true)
                    .after();
            assertThat(after.failure()).as(operation).isEqualTo(new Failure("busy", 0, null));
            assertThat(SagaCore.readyIn(after, Situation.NOW)).as(operation).contains(Duration.ZERO);
        }
    }

    @Test
    void aFailedSagaGoesOnWithTheUndoItStandsAt() {
        SagaRecord after =
                operate("retry", Situation.IDLE.saga(SagaState.FAILED), false).after();
        RegisteredSaga definition = DEFINITION.orElseThrow();
        assertThat(after.progress()).isEqualTo(new Progress(SagaState.COMPENSATING, 2, 3, List.of("A", "B")));
        assertThat(SagaCore.next(after, definition, Situation.NOW))
                .isEqualTo(new NextMove.Reach(definition.step("B"), Direction.COMPENSATE, null));
    }

    @Test
    void theTableHasEverySituationThatCanBe() {
        assertThat(cells().map(cell -> cell.get()[0]).distinct()).hasSize(SagaState.values().length);
        assertThat(cells().map(cell -> cell.get()[1]).distinct()).hasSize(Situation.values().length);
        assertThat(cells()).hasSize((29 + 2 * Situation.values().length) * 8);
    }

    private static Change operate(String operation, SagaRecord saga, boolean isIdle) {
        return switch (operation) {
            case "pause" -> OperatorMoves.pause(saga, ADA, Situation.NOW);
            case "resume" -> OperatorMoves.resume(saga, DEFINITION, ADA, Situation.NOW);
            case "cancel" -> OperatorMoves.cancel(saga, DEFINITION, ADA, Situation.NOW, isIdle);
            case "retry" -> OperatorMoves.retry(saga, ADA, Situation.NOW);
            case "edit" -> OperatorDecisions.editAndRetry(saga, CHANGES, ADA, Situation.NOW, isIdle);
            case "undone" -> OperatorDecisions.markUndone(saga, DEFINITION, "B", ADA, Situation.NOW);
            case "happened" -> OperatorDecisions.settle(saga, DEFINITION, true, CHANGES, ADA, Situation.NOW);
            case "never" -> OperatorDecisions.settle(saga, DEFINITION, false, CHANGES, ADA, Situation.NOW);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static String shown(SagaRecord before, Change change) {
        SagaRecord after = change.after();
        if (after.equals(before)) {
            assertThat(change.entries()).isEmpty();
            return "=";
        }
        String state =
                switch (after.progress().state()) {
                    case NOT_STARTED -> "N";
                    case RUNNING -> "R";
                    case COMPENSATING -> "K";
                    case COMPENSATED -> "X";
                    case COMPLETED, FAILED -> "?";
                };
        boolean isToBeCancelled = after.cancellation() != null && !state.equals("X");
        return state + (after.pause() == null ? "" : "p") + (isToBeCancelled ? "c" : "");
    }

    /** What an operation is told as, and then what followed from it. */
    private static List<SagaHappening.Type> told(String operation, SagaRecord after) {
        List<SagaHappening.Type> told = new ArrayList<>(
                switch (operation) {
                    case "pause" -> List.of(SagaHappening.Type.PAUSED);
                    case "resume" -> List.of(SagaHappening.Type.RESUMED);
                    case "cancel" -> List.of(SagaHappening.Type.CANCELLED);
                    case "retry" -> List.of(SagaHappening.Type.RETRIED);
                    case "edit" -> List.of(SagaHappening.Type.EDITED, SagaHappening.Type.RETRIED);
                    case "undone" -> List.of(SagaHappening.Type.UNDO_MARKED);
                    case "happened" -> List.of(SagaHappening.Type.STEP_COMPLETED);
                    default -> List.of(SagaHappening.Type.STEP_NEVER_HAPPENED);
                });
        if (after.progress().state() == SagaState.COMPENSATED) {
            told.add(SagaHappening.Type.COMPENSATED);
        }
        return told;
    }
}
