package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetterNotFoundException;
import org.headrace.projection.DeadLetters;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Detail;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Handled;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.DeadLetters.Touched;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.stream.EventLogUnavailableException;
import org.junit.jupiter.api.Test;

/** What operators see of dead letters and do to them, whatever the store. */
abstract class DeadLettersContract extends LetteredNode {

    @Test
    void aRetryHandlesTheLetterAndThenThoseQueuedBehindItInOrder() {
        poison.put("1", "state");
        append("a 1", "b 2", "a 3", "a 4", "b 5");
        register();
        awaitProcessed(2);
        poison.clear();

        assertThat(retry(0)).isEqualTo(new Handled(3, 0, List.of(), 0));

        assertThat(seen()).containsExactly("1 2", "4 5", "0 1", "2 3", "3 4");
        assertThat(status().counts()).isEqualTo(new Counts(5, 0, 0));
        assertThat(attempts).containsExactlyInAnyOrder(0, 1);
        append("a 6");
        awaitProcessed(6);
        assertThat(seen()).endsWith("5 6");
        assertThat(node().projections().audit(NAME).isComplete()).isTrue();
    }

    @Test
    void aRetryThatFailsAgainLeavesTheLetterWithTheNewErrorAndNothingElse() {
        poison.put("1", "state");
        append("a 1", "a 2");
        register();
        awaitProcessed(0);
        poison.put("1", "argument");

        Handled handled = retry(0);

        assertThat(handled.processed()).isZero();
        assertThat(handled.remaining()).isEqualTo(2);
        assertThat(handled.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.at()).isEqualTo(at(0));
            assertThat(failed.error()).isEqualTo("java.lang.IllegalArgumentException: cannot bear 1");
        });
        assertThat(letters()).extracting(DeadLetter::isQueued).containsExactly(false, true);
        assertThat(letters().get(0).failure().attempts()).isEqualTo(2);
        assertThat(letters().get(0).failure().error()).contains("IllegalArgumentException");
        assertThat(node().deadLetters().get(NAME, at(0)).stackTrace()).contains("IllegalArgumentException", "project");
        assertThat(seen()).as("rolled back").isEmpty();
        assertThat(status().counts()).isEqualTo(new Counts(0, 0, 0, 2));
        assertThat(status().lastError()).contains("IllegalArgumentException");
    }

    @Test
    void whereAQueuedOneFailsItBecomesTheFirstAndTheOthersStay() {
        poison.put("1", "state");
        append("a 1", "a 2", "a 3", "a 4");
        register();
        awaitProcessed(0);
        poison.clear();
        poison.put("3", "argument");

        Handled handled = retry(0);

        assertThat(handled.processed()).isEqualTo(2);
        assertThat(handled.remaining()).isEqualTo(2);
        assertThat(handled.failed()).extracting(Handled.Failed::at).containsExactly(at(2));
        assertThat(seen()).containsExactly("0 1", "1 2");
        assertThat(letters()).extracting(DeadLetter::at).containsExactly(at(2), at(3));
        assertThat(letters()).extracting(DeadLetter::attempts).containsExactly(1, 0);
        poison.clear();
        retry(2);
        assertThat(seen()).containsExactly("0 1", "1 2", "2 3", "3 4");
    }

    @Test
    void editedDataIsHandedOverAndTheLogStaysAsItIs() {
        poison.put("1", "state");
        append("a 1", "a 2");
        register();
        awaitProcessed(0);

        node().deadLetters().retry(NAME, at(0), JsonText.of("7"), ADA);

        assertThat(seen()).containsExactly("0 7", "1 2");
        assertThat(node().log().read(STREAM, 0, 1).events().get(0).data()).hasToString("1");
        assertThat(recorded())
                .extracting(OperatorAction::detail)
                .containsExactly("event 0 of stream Lettered with data 7");
    }

    @Test
    void anEditThatFailsIsKeptForTheNextTry() {
        poison.put("1", "state");
        poison.put("7", "state");
        append("a 1");
        register();
        awaitProcessed(0);
        node().deadLetters().retry(NAME, at(0), JsonText.of("7"), ADA);
        Detail detail = node().deadLetters().get(NAME, at(0));
        assertThat(detail.letter().editedData()).hasToString("7");
        assertThat(detail.event().data()).hasToString("1");
        poison.clear();

        retry(0);

        assertThat(seen()).containsExactly("0 7");
    }

    @Test
    void whenTheFirstOneIsSkippedThoseBehindItAreHandled() {
        poison.put("1", "state");
        append("a 1", "a 2", "a 3");
        register();
        awaitProcessed(0);

        Handled handled = node().deadLetters().skip(NAME, at(0), ADA);

        assertThat(handled).isEqualTo(new Handled(2, 1, List.of(), 0));
        assertThat(seen()).containsExactly("1 2", "2 3");
        assertThat(status().counts()).isEqualTo(new Counts(2, 0, 1));
        assertThat(node().projections().audit(NAME).isComplete()).isTrue();
    }

    @Test
    void oneThatIsQueuedCanBeSkippedButNotRetriedBeforeTheFirst() {
        poison.put("1", "state");
        append("a 1", "a 2", "a 3");
        register();
        awaitProcessed(0);

        assertThatThrownBy(() -> retry(1))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("waits behind another one of its key");
        assertThat(node().deadLetters().skip(NAME, at(1), ADA)).isEqualTo(new Handled(0, 1, List.of(), 2));

        assertThat(seen()).isEmpty();
        assertThat(letters()).extracting(DeadLetter::at).containsExactly(at(0), at(2));
        assertThat(status().counts()).isEqualTo(new Counts(0, 0, 1, 2));
    }

    @Test
    void aSkipNeedsAReason() {
        poison.put("1", "state");
        append("a 1");
        register();
        awaitProcessed(0);
        var mute = new Operator("ada", " ");

        assertThatThrownBy(() -> node().deadLetters().skip(NAME, at(0), mute))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> node().deadLetters().skipAll(NAME, Filter.ALL, mute))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("reason");

        assertThat(letters()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        append("a 1");
        register();
        awaitProcessed(1);

        for (Runnable action : List.<Runnable>of(
                () -> retry(0), () -> node().deadLetters().skip(NAME, at(0), ADA), () -> node().deadLetters()
                        .get(NAME, at(0)))) {
            assertThatThrownBy(action::run)
                    .isInstanceOf(DeadLetterNotFoundException.class)
                    .hasMessageContaining("offset 0 of stream Lettered");
        }
        DeadLetters letters = node().deadLetters();
        for (Runnable action : List.<Runnable>of(
                () -> letters.find("unheard-of", new Query(Filter.ALL, 1, null)),
                () -> letters.causes("unheard-of", Filter.ALL),
                () -> letters.touched("unheard-of", Filter.ALL),
                () -> letters.retryAll("unheard-of", Filter.ALL, ADA))) {
            assertThatThrownBy(action::run).isInstanceOf(ProjectionNotFoundException.class);
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeTouchedAndTouchesNothing() {
        makeFiveOfTwoCauses();
        List<DeadLetter> before = letters();
        String state = causeOf("state").cause();

        Touched all = node().deadLetters().touched(NAME, Filter.ALL);
        assertThat(all.letters()).extracting(DeadLetter::at).containsExactly(at(0), at(1), at(2));
        assertThat(all.queuedBehind()).isEqualTo(2);
        Touched some = node().deadLetters().touched(NAME, new Filter(null, null, state));
        assertThat(some.letters()).extracting(DeadLetter::at).containsExactly(at(0), at(2));
        assertThat(some.queuedBehind()).isEqualTo(2);
        assertThat(node().deadLetters()
                        .touched(NAME, new Filter(STREAM, "b", null))
                        .letters())
                .hasSize(1);

        assertThat(letters()).isEqualTo(before);
        assertThat(seen()).isEmpty();
        assertThat(recorded()).isEmpty();
    }

    @Test
    void manyAreRetriedByTheirCauseAndOneThatFailsDoesNotKeepTheOthers() {
        makeFiveOfTwoCauses();
        String cause = causeOf("state").cause();
        poison.remove("3");

        Handled handled = node().deadLetters().retryAll(NAME, new Filter(null, null, cause), ADA);

        assertThat(handled.processed()).isEqualTo(1);
        assertThat(handled.failed()).extracting(Handled.Failed::at).containsExactly(at(0));
        assertThat(handled.remaining()).isEqualTo(4);
        assertThat(seen()).containsExactly("2 3");
        poison.clear();
        assertThat(node().deadLetters().retryAll(NAME, Filter.ALL, ADA)).isEqualTo(new Handled(4, 0, List.of(), 0));
        assertThat(seen()).containsExactly("2 3", "0 1", "3 4", "4 5", "1 2");
    }

    @Test
    void manyAreSkippedByTheirKeyAndThoseBehindThemAreHandled() {
        makeFiveOfTwoCauses();

        Handled handled = node().deadLetters().skipAll(NAME, new Filter(null, "a", null), ADA);

        assertThat(handled).isEqualTo(new Handled(2, 1, List.of(), 2));
        assertThat(seen()).containsExactly("3 4", "4 5");
        assertThat(status().counts()).isEqualTo(new Counts(2, 0, 1, 2));
    }

    @Test
    void lettersAreGroupedByTheirCauseWhichTellsThePlaceInTheUsersCode() {
        makeFiveOfTwoCauses();

        List<Cause> causes = node().deadLetters().causes(NAME, Filter.ALL);

        assertThat(causes).extracting(Cause::count).containsExactly(2L, 1L);
        assertThat(causes.get(0).cause())
                .startsWith("java.lang.IllegalStateException at " + Picky.class.getName() + ".project:");
        assertThat(causes.get(0).example().at()).isEqualTo(at(2));
        assertThat(causes.get(0).last()).isAfterOrEqualTo(causes.get(0).first());
        assertThat(causes.get(1).cause()).startsWith("java.lang.IllegalArgumentException");
    }

    @Test
    void everyActionIsRecordedWithWhoWhatAndWhy() {
        makeFiveOfTwoCauses();
        retry(0);
        node().deadLetters().retry(NAME, at(0), JsonText.of("{ \"n\": 7 }"), new Operator("bob", "typo"));
        node().deadLetters().skip(NAME, at(1), new Operator("eve", "a test event"));
        assertThatThrownBy(() -> retry(1)).isInstanceOf(DeadLetterNotFoundException.class);

        assertThat(recorded())
                .extracting(a ->
                        a.action() + " by " + a.by().principal() + ": " + a.by().reason() + " [" + a.detail() + "]")
                .containsExactly(
                        "skip-dead-letter by eve: a test event [event 1 of stream Lettered]",
                        "retry-dead-letter by bob: typo [event 0 of stream Lettered with data { \"n\": 7 }]",
                        "retry-dead-letter by ada: mended [event 0 of stream Lettered]");
    }

    @Test
    void aRebuildClearsTheLettersWithTheReadModel() {
        makeFiveOfTwoCauses();
        poison.put("reset", "");
        assertThatThrownBy(() -> node().projections().rebuild(NAME, ADA)).isInstanceOf(ProjectionStateException.class);
        assertThat(letters()).as("not emptied").hasSize(5);
        poison.clear();
        poison.put("2", "state");

        node().projections().rebuild(NAME, ADA);

        awaitProcessed(4);
        assertThat(letters()).extracting(DeadLetter::at).containsExactly(at(1));
        assertThat(seen()).containsExactly("0 1", "2 3", "3 4", "4 5");
        assertThat(node().projections().audit(NAME).isComplete()).isTrue();
    }

    @Test
    void anEventThatWasArchivedMeanwhileIsRetried() {
        poison.put("1", "state");
        append("a 1", "b 2");
        register();
        awaitProcessed(1);
        node().retention().archiveBelow(STREAM, 2, ADA);
        // As after a restart: what this node has read before is not at hand any more.
        node().registry().unregister(NAME);
        register();
        awaitProcessed(1);
        poison.clear();

        retry(0);

        assertThat(seen()).containsExactly("1 2", "0 1");
    }

    @Test
    void theStatusTellsHowManyEventsWait() {
        makeFiveOfTwoCauses();

        assertThat(status().deadLetters()).isEqualTo(5);
        assertThat(status().state()).isEqualTo(ProjectionState.LIVE);
        assertThat(status().explanation())
                .isEqualTo("It has caught up, and waits for new events. 5 events wait as dead letters.");
        assertThat(status().failure()).isNull();
    }

    @Test
    void aFailureOfTheDatabaseDoesNotCountAsATry() {
        poison.put("1", "state");
        append("a 1");
        register();
        awaitProcessed(0);
        List<DeadLetter> before = letters();
        poison.put("1", "outage");

        assertThatThrownBy(() -> retry(0)).isInstanceOf(EventLogUnavailableException.class);

        assertThat(letters()).isEqualTo(before);
    }

    @Test
    void aPausedProjectionStaysPausedWhileItsLettersAreRetried() {
        makeFiveOfTwoCauses();
        node().projections().pause(NAME, ADA);
        poison.clear();

        node().deadLetters().retryAll(NAME, Filter.ALL, ADA);

        assertThat(status().state()).isEqualTo(ProjectionState.PAUSED);
        assertThat(seen()).hasSize(5);
    }

    @Test
    void theProjectionStandsUntilAllLettersOfAKeyAreHandled() {
        poison.put("0", "state");
        LongStream.range(0, 30).forEach(n -> append("a " + n));
        register();
        awaitProcessed(0);
        poison.put("0", "append");

        retry(0);

        awaitProcessed(31);
        assertThat(seen()).hasSize(31).endsWith("29 29", "30 99");
    }

    @Test
    void orderOfAKeyHoldsWhileItsEventsComeInAndItsLettersAreRetried() throws Exception {
        poison.put("0", "state");
        append("a 0");
        register();
        awaitProcessed(0);
        var writer = new Thread(() -> LongStream.range(1, 200).forEach(n -> append("a " + n)));
        writer.start();
        Awaitility.await().atMost(DEADLINE).until(() -> letters().size() > 20);
        poison.clear();

        retry(0);

        writer.join(DEADLINE.toMillis());
        awaitProcessed(200);
        assertThat(seen())
                .containsExactlyElementsOf(
                        LongStream.range(0, 200).mapToObj(n -> n + " " + n).toList());
        assertThat(letters()).isEmpty();
    }
}
