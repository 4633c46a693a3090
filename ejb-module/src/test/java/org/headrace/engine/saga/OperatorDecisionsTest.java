package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.headrace.engine.saga.Situation.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDecisions.CancelPreview;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.spi.SagaRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What decisions do to a saga, beyond its next state, which {@link OperatorMovesTest} shows. */
class OperatorDecisionsTest {

    private static final Operator ADA = new Operator("ada", "seen to it");
    private static final Operator WHYLESS = new Operator("ada", " ");
    private static final Optional<RegisteredSaga> DEFINITION = Optional.of(Situation.definition(Situation.steps()));
    private static final Optional<RegisteredSaga> UNKNOWN = Optional.empty();

    @Test
    void anUndoThatIsMarkedIsThatOfTheStepItStandsAt() {
        SagaRecord failed = Situation.IDLE.saga(SagaState.FAILED);

        SagaRecord after =
                OperatorDecisions.markUndone(failed, DEFINITION, "B", ADA, NOW).after();

        assertThat(after.progress()).isEqualTo(new Progress(SagaState.COMPENSATING, 1, 3, List.of("A")));
        assertThat(after.failure()).isEqualTo(new Failure("no answer", 0, null));
        assertThat(SagaCore.nextUndo(after)).isEqualTo("A");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> OperatorDecisions.markUndone(failed, DEFINITION, "A", ADA, NOW))
                .withMessageContaining("step: must be B");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> OperatorDecisions.markUndone(failed, DEFINITION, "B", WHYLESS, NOW))
                .withMessageContaining("reason: must be given");
    }

    @Test
    void ofAStepThatMayNotHaveHappenedTheUndoIsMarkedFirst() {
        SagaRecord failed = Situation.DOUBTFUL.saga(SagaState.FAILED);

        Change change = OperatorDecisions.markUndone(failed, DEFINITION, "B", ADA, NOW);

        assertThat(change.after().pending().doubtful()).isNull();
        assertThat(change.after().progress().completedSteps()).containsExactly("A");
        assertThat(change.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.step().step()).isEqualTo("B");
            assertThat(entry.step().direction()).isEqualTo(Direction.COMPENSATE);
            assertThat(entry.step().attempt()).isEqualTo(3);
        });
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> OperatorDecisions.markUndone(failed, DEFINITION, "A", ADA, NOW));
    }

    @Test
    void whenTheLastUndoIsMarkedNothingOfItRemains() {
        SagaRecord failed =
                Situation.IDLE.saga(SagaState.FAILED).withProgress(new Progress(SagaState.FAILED, 1, 3, List.of("A")));

        Change change = OperatorDecisions.markUndone(failed, DEFINITION, "A", ADA, NOW);

        assertThat(change.after().progress().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(change.after().times().completedAt()).isEqualTo(NOW);
        assertThat(change.entries())
                .extracting(Entry::type)
                .containsExactly(SagaHappening.Type.UNDO_MARKED, SagaHappening.Type.COMPENSATED);
        assertThat(change.entries()).extracting(Entry::by).containsExactly(ADA, null);
    }

    @Test
    void dataIsMergedAndNullTakesAway() {
        SagaData changes = SagaData.parse("{\"typo\":null,\"new\":{\"a\":[1]},\"kept\":\"one\"}");

        Change change =
                OperatorDecisions.editAndRetry(Situation.WAITING.saga(SagaState.RUNNING), changes, ADA, NOW, true);

        assertThat(SagaData.of(change.after().data()))
                .isEqualTo(SagaData.parse("{\"kept\":\"one\",\"new\":{\"a\":[1]}}"));
        assertThat(change.after().failure()).isEqualTo(new Failure("busy", 0, null));
        assertThat(change.entries().get(0).detail()).isEqualTo("data changed: kept, new, typo");
    }

    @Test
    void anEditWithoutChangesIsNone() {
        SagaRecord waiting = Situation.WAITING.saga(SagaState.RUNNING);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> OperatorDecisions.editAndRetry(waiting, SagaData.empty(), ADA, NOW, true))
                .withMessageContaining("data: must hold");
    }

    @Test
    void aCallThatHappenedIsNotMadeAgain() {
        Change change = OperatorDecisions.settle(
                Situation.PARKED.saga(SagaState.RUNNING), DEFINITION, true, SagaData.of("charge", "ch1"), ADA, NOW);

        SagaRecord after = change.after();
        assertThat(after.progress()).isEqualTo(new Progress(SagaState.RUNNING, 2, 3, List.of("A", "B")));
        assertThat(after.pending().call()).isNull();
        assertThat(after.failure()).isNull();
        assertThat(SagaData.of(after.data()).get("charge", String.class)).isEqualTo("ch1");
        assertThat(change.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo(SagaHappening.Type.STEP_COMPLETED);
            assertThat(entry.by()).isEqualTo(ADA);
            assertThat(entry.detail()).isEqualTo("data changed: charge");
            assertThat(entry.step()).isEqualTo(new Try("B", Direction.EXECUTE, 2, "id:B:execute"));
        });
    }

    @Test
    void aCallThatNeverHappenedIsMadeAnew() {
        Change change = OperatorDecisions.settle(
                Situation.PARKED.saga(SagaState.RUNNING), DEFINITION, false, SagaData.empty(), ADA, NOW);

        SagaRecord after = change.after();
        assertThat(after.progress().completedSteps()).containsExactly("A");
        assertThat(after.pending().call()).isNull();
        assertThat(after.failure()).isEqualTo(new Failure("no answer", 0, null));
        assertThat(SagaCore.next(after, DEFINITION.orElseThrow(), NOW))
                .isEqualTo(new NextMove.Reach(DEFINITION.orElseThrow().steps().get(1), Direction.EXECUTE, null));
    }

    @Test
    void anUndoWhoseCallHappenedIsDone() {
        Change change = OperatorDecisions.settle(
                Situation.PARKED.saga(SagaState.COMPENSATING), DEFINITION, true, SagaData.empty(), ADA, NOW);

        assertThat(change.after().progress().completedSteps()).containsExactly("A");
        assertThat(change.entries().get(0).step().idempotencyKey()).isEqualTo("id:B:compensate");
    }

    @Test
    void aCancelledSagaIsUndoneOnceItsCallIsSettled() {
        SagaRecord parked = OperatorMoves.cancel(Situation.PARKED.saga(SagaState.RUNNING), certain(), ADA, NOW, true)
                .after();
        assertThat(DoubtfulCalls.isParked(parked))
                .as("it stays until it is settled")
                .isTrue();

        SagaRecord happened = OperatorDecisions.settle(parked, certain(), true, SagaData.empty(), ADA, NOW)
                .after();
        assertThat(happened.progress()).isEqualTo(new Progress(SagaState.COMPENSATING, 2, 3, List.of("A", "B")));
        SagaRecord never = OperatorDecisions.settle(parked, certain(), false, SagaData.empty(), ADA, NOW)
                .after();
        assertThat(SagaCore.next(never, certain().orElseThrow(), NOW))
                .isInstanceOfSatisfying(NextMove.Settle.class, settle -> assertThat(
                                settle.change().after().progress())
                        .isEqualTo(new Progress(SagaState.COMPENSATING, 1, 3, List.of("A"))));
    }

    @Test
    void aSagaThatIsCancelledAtADoubtfulCallUndoesThatFirst() {
        SagaRecord open = OperatorMoves.cancel(Situation.PARKED.saga(SagaState.RUNNING), DEFINITION, ADA, NOW, true)
                .after();

        assertThat(open.pause()).isNull();
        assertThat(SagaCore.next(open, DEFINITION.orElseThrow(), NOW))
                .isInstanceOfSatisfying(NextMove.Settle.class, settle -> assertThat(
                                settle.change().after().pending().doubtful())
                        .isEqualTo("B"));
        assertThat(OperatorMoves.cancel(Situation.PARKED.saga(SagaState.RUNNING), UNKNOWN, ADA, NOW, true)
                        .after()
                        .pause())
                .as("how it is undone is not known here")
                .isNotNull();
    }

    @Test
    void whatIsToldOfAParkedSagaIsHowToGoOn() {
        SagaRecord parked = Situation.PARKED.saga(SagaState.RUNNING);
        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> OperatorMoves.resume(parked, DEFINITION, ADA, NOW))
                .withMessageContaining("settle it");
        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> OperatorMoves.retry(parked, ADA, NOW))
                .withMessageContaining("settle it");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> OperatorDecisions.settle(parked, DEFINITION, true, SagaData.empty(), WHYLESS, NOW))
                .withMessageContaining("reason: must be given");
    }

    @Test
    void whatTakesTheStepsIsRefusedWhereTheyAreNotKnown() {
        SagaRecord parked = Situation.PARKED.saga(SagaState.RUNNING);
        SagaRecord failed = Situation.IDLE.saga(SagaState.FAILED);
        SagaRecord timed = withDeadline(Situation.PAUSED.saga(SagaState.RUNNING));
        for (var decision : List.<Runnable>of(
                () -> OperatorDecisions.settle(parked, UNKNOWN, true, SagaData.empty(), ADA, NOW),
                () -> OperatorDecisions.markUndone(failed, UNKNOWN, "B", ADA, NOW),
                () -> OperatorMoves.resume(timed, UNKNOWN, ADA, NOW),
                () -> CancelPreviews.of(Situation.IDLE.saga(SagaState.RUNNING), UNKNOWN, NOW, true))) {
            assertThatExceptionOfType(SagaStateException.class)
                    .isThrownBy(decision::run)
                    .withMessageContaining("version 1 of order")
                    .withMessageContaining("decide at a node that has");
        }
        assertThat(OperatorMoves.resume(Situation.PAUSED.saga(SagaState.RUNNING), UNKNOWN, ADA, NOW)
                        .after()
                        .pause())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"false, 10", "true, 0"})
    void aPausePutsTheDeadlineOffWhereItDoesNotRun(boolean runsWhilePaused, int putOffBySeconds) {
        Optional<RegisteredSaga> timed = Optional.of(
                Situation.definition(Situation.steps(), new SagaDeadline(Duration.ofMinutes(5), runsWhilePaused)));
        Instant expected = Situation.BEGIN.plusSeconds(300 + putOffBySeconds);

        SagaRecord resumed = OperatorMoves.resume(
                        withDeadline(Situation.PAUSED.saga(SagaState.RUNNING)), timed, ADA, NOW)
                .after();
        SagaRecord settled = OperatorDecisions.settle(
                        withDeadline(Situation.PARKED.saga(SagaState.RUNNING)), timed, true, SagaData.empty(), ADA, NOW)
                .after();

        assertThat(resumed.pending().deadline()).isEqualTo(expected);
        assertThat(settled.pending().deadline()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // state     | situation | undone | skipped | under way
                "NOT_STARTED | IDLE      | ''     | ''      | ''",
                "NOT_STARTED | BUSY      | ''     | ''      | A",
                "RUNNING     | IDLE      | A      | ''      | ''",
                "RUNNING     | BUSY      | A      | ''      | B",
                "RUNNING     | PAUSED    | A      | ''      | ''",
                "RUNNING     | WAITING   | A      | ''      | ''",
                "RUNNING     | CALLING   | A      | ''      | B",
                "RUNNING     | IN_DOUBT  | B,A    | ''      | ''",
                "RUNNING     | PARKED    | B,A    | ''      | ''",
                "RUNNING     | CANCELLED | A      | ''      | B",
                "COMPENSATING| CANCELLED | B,A    | ''      | ''"
            })
    void previewsWhatACancelWouldUndo(
            SagaState state, Situation situation, String undone, String skipped, String underWay) {
        CancelPreview preview = CancelPreviews.of(situation.saga(state), DEFINITION, NOW, situation.isIdle());

        assertThat(String.join(",", preview.undone())).isEqualTo(undone);
        assertThat(String.join(",", preview.skipped())).isEqualTo(skipped);
        assertThat(Optional.ofNullable(preview.underWay()).orElse("")).isEqualTo(underWay);
        assertThat(preview.refusal()).isNull();
    }

    @Test
    void previewsWhatHasNothingToUndo() {
        Optional<RegisteredSaga> plain = Optional.of(Situation.definition(SagaSteps.first("A", c -> {})
                .then("B", c -> {})
                .compensatedBy(c -> {})
                .then("C", c -> {})));
        SagaRecord twoDone = Situation.IDLE
                .saga(SagaState.RUNNING)
                .withProgress(new Progress(SagaState.RUNNING, 2, 3, List.of("A", "B")));

        CancelPreview preview = CancelPreviews.of(twoDone, plain, NOW, true);

        assertThat(preview.undone()).containsExactly("B", "A");
        assertThat(preview.skipped()).containsExactly("A");
    }

    @Test
    void previewsThatACallIsToBeSettledFirst() {
        CancelPreview preview = CancelPreviews.of(Situation.PARKED.saga(SagaState.RUNNING), certain(), NOW, true);
        assertThat(preview.underWay()).isEqualTo("B");
        assertThat(preview.undone()).containsExactly("A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "COMPENSATED", "FAILED", "COMPENSATING"})
    void previewsThatACancelWouldBeRefusedAsItIs(SagaState state) {
        SagaRecord saga = Situation.IDLE.saga(state);

        CancelPreview preview = CancelPreviews.of(saga, UNKNOWN, NOW, true);

        assertThat(preview.undone()).isEmpty();
        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> OperatorMoves.cancel(saga, DEFINITION, ADA, NOW, true))
                .withMessage(preview.refusal());
    }

    private static Optional<RegisteredSaga> certain() {
        return Optional.of(Situation.definition(SagaSteps.first("A", c -> {})
                .compensatedBy(c -> {})
                .thenCall("B", c -> {})
                .compensatedBy(c -> {})
                .whenInDoubtPark()
                .undoneOnlyWhenCertain()
                .then("C", c -> {})));
    }

    private static SagaRecord withDeadline(SagaRecord saga) {
        return saga.withPending(saga.pending().withDeadline(Situation.BEGIN.plusSeconds(300)));
    }
}
