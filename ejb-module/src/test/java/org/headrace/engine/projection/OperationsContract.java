package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions.Query;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.ParallelProjection;
import org.headrace.projection.ProjectionAudit;
import org.headrace.projection.ProjectionAudit.StreamAudit;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.ResettableProjection;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see and do, and what is recorded of it, whatever the store. */
abstract class OperationsContract {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String NAME = "operated";
    private static final String TARGET = OperatorAction.projection(NAME);
    private static final String STREAM = "Operated";
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withPollingInterval(Duration.ofMillis(50))
            .withRetry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));

    private final Set<Long> poison = ConcurrentHashMap.newKeySet();
    private TestNode node;

    abstract TestNode newNode();

    @BeforeEach
    void open() {
        node = newNode();
    }

    @AfterEach
    void close() {
        node.close();
    }

    /** Fails at what is poison. */
    private final class Picky implements DynamicProjection, ResettableProjection, ParallelProjection {
        @Override
        public void project(Object event, EventContext context) {
            if (poison.contains(context.event().offset())) {
                throw new IllegalStateException("cannot bear it");
            }
        }

        @Override
        public void reset() {
            if (poison.contains(-1L)) {
                throw new IllegalStateException("cannot be emptied");
            }
        }
    }

    @Test
    void everyActionIsRecordedWithWhoWhatWhenAndWhy() {
        append(3);
        register();
        awaitState(ProjectionState.LIVE);
        poison.add(4L);
        node.projections().pause(NAME, by("ada", "stock-taking"));
        append(3);
        node.projections().resume(NAME, by("bob", ""));
        awaitState(ProjectionState.PAUSED);
        node.projections().retry(NAME, by("ada", "mended"));
        awaitState(ProjectionState.PAUSED);
        node.projections().skip(NAME, by("eve", "a test event"));
        awaitState(ProjectionState.LIVE);
        poison.clear();
        node.projections().rebuild(NAME, by("ada", "new column"));
        awaitState(ProjectionState.LIVE);

        List<OperatorAction> actions = recorded();
        assertThat(actions)
                .extracting(a ->
                        a.action() + " by " + a.by().principal() + ": " + a.by().reason() + " [" + a.detail() + "]")
                .containsExactly(
                        "rebuild by ada: new column []",
                        "skip by eve: a test event [event 4 of stream Operated]",
                        "retry by ada: mended [event 4 of stream Operated]",
                        "resume by bob:  []",
                        "pause by ada: stock-taking []");
        assertThat(actions).extracting(OperatorAction::at).doesNotContainNull();
    }

    @Test
    void whatIsRefusedOrFailsIsNotRecorded() {
        register();
        awaitState(ProjectionState.LIVE);
        poison.add(-1L);

        assertThatThrownBy(() -> node.projections().resume(NAME, by("ada", "")))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("not paused");
        assertThatThrownBy(() -> node.projections().rebuild(NAME, by("ada", "")))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("cannot be emptied");
        assertThatThrownBy(() -> node.projections().skip("unheard-of", by("ada", "")))
                .isInstanceOf(ProjectionNotFoundException.class);

        assertThat(recorded()).isEmpty();
    }

    @Test
    void onlyTheEventThatIsMeantIsSkipped() {
        append(3);
        poison.addAll(List.of(0L, 2L));
        register();
        awaitState(ProjectionState.PAUSED);
        assertNotSkipped(2);
        node.projections().skip(NAME, new Address(STREAM, 0), by("ada", "a test event"));
        awaitFailure(2);

        assertNotSkipped(0);
        assertThat(node.projections().status(NAME).counts()).isEqualTo(new Counts(1, 0, 1));
        assertThat(recorded()).hasSize(1);
        assertThatThrownBy(() -> node.projections().skip(NAME, new Address("Never", 2), by("ada", "")))
                .isInstanceOf(ProjectionStateException.class);

        node.projections().skip(NAME, new Address(STREAM, 2), by("ada", "another"));
        assertThat(awaitState(ProjectionState.LIVE).counts()).isEqualTo(new Counts(1, 0, 2));
        assertNotSkipped(2);
    }

    private void assertNotSkipped(long offset) {
        assertThatThrownBy(() -> node.projections().skip(NAME, new Address(STREAM, offset), by("ada", "")))
                .isInstanceOf(ProjectionStateException.class);
    }

    private void awaitFailure(long offset) {
        Awaitility.await("it stands at " + offset).atMost(DEADLINE).until(() -> {
            ProjectionStatus status = node.projections().status(NAME);
            return status.state() == ProjectionState.PAUSED
                    && status.failure() != null
                    && status.failure().offset() == offset;
        });
    }

    @Test
    void anOperatorSplitsAProjectionWhileItRuns() {
        register();
        appendKeyed(50);
        node.projections().split(NAME, 3, by("ada", "catching up"));
        appendKeyed(50);
        ProjectionStatus status = awaitSplit(List.of(99L, 99L, 99L));

        assertThat(status.eventsProcessed()).isEqualTo(100);
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
        assertThat(recorded())
                .extracting(a -> a.action() + " " + a.detail() + ": " + a.by().reason())
                .containsExactly("split into 3: catching up");
        node.projections().split(NAME, 1, by("ada", ""));
        awaitSplit(List.of());
        assertThatThrownBy(() -> node.projections().split(NAME, 65, by("ada", "")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("from 1 to 64");
    }

    @Test
    void oneThatDoesNotSayThatItMayBeSplitIsNot() {
        DynamicProjection plain = (event, context) -> {};
        node.registry().register(ProjectionDefinition.of(NAME, plain, STREAM).withOptions(OPTIONS));

        assertThatThrownBy(() -> node.projections().split(NAME, 2, by("ada", "")))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("ParallelProjection");
        assertThat(recorded()).isEmpty();
        node.projections().split(NAME, 1, by("ada", ""));
    }

    @Test
    void anEventOfASegmentIsSkippedAndTheProjectionIsRebuiltInSegments() {
        poison.add(20L);
        register();
        node.projections().split(NAME, 3, by("ada", ""));
        appendKeyed(50);
        awaitState(ProjectionState.PAUSED);
        node.projections().skip(NAME, by("ada", "a test event"));
        ProjectionStatus status = awaitSplit(List.of(49L, 49L, 49L));
        assertThat(status.counts()).isEqualTo(new Counts(49, 0, 1));
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();

        poison.clear();
        node.projections().rebuild(NAME, by("ada", ""));
        awaitState(ProjectionState.LIVE);
        assertThat(awaitSplit(List.of(49L, 49L, 49L)).counts()).isEqualTo(new Counts(50, 0, 0));
    }

    private void appendKeyed(int count) {
        node.log()
                .append(
                        STREAM,
                        IntStream.range(0, count)
                                .mapToObj(i ->
                                        NewEvent.of("Tested", JsonText.of("1")).withKey("K" + i % 11))
                                .toArray(NewEvent[]::new));
    }

    private ProjectionStatus awaitSplit(List<Long> segments) {
        Awaitility.await("segments " + segments).atMost(DEADLINE).until(() -> node.projections()
                .status(NAME)
                .positions()
                .get(0)
                .segments()
                .equals(segments));
        return awaitState(ProjectionState.LIVE);
    }

    @Test
    void anAuditAddsUpWhatWasProcessedAndSkipped() {
        append(7);
        poison.add(2L);
        register();
        awaitState(ProjectionState.PAUSED);
        node.projections().skip(NAME, by("ada", ""));
        awaitState(ProjectionState.LIVE);

        ProjectionAudit audit = node.projections().audit(NAME);

        assertThat(audit.isComplete()).as("%s", audit).isTrue();
        assertThat(audit.streams())
                .containsExactly(
                        new StreamAudit(STREAM, 6, 7, null, 6, new Counts(6, 0, 1), List.of()),
                        new StreamAudit("Never", -1, 0, null, -1, Counts.NONE, List.of()));
        assertThat(node.projections().status(NAME).counts()).isEqualTo(new Counts(6, 0, 1));
    }

    @Test
    void anAuditCountsArchivedEventsToo() {
        append(7);
        register();
        awaitState(ProjectionState.LIVE);
        node.retention().archiveBelow(STREAM, 4, by("ada", "room"));

        ProjectionAudit audit = node.projections().audit(NAME);

        assertThat(audit.isComplete()).as("%s", audit).isTrue();
        assertThat(audit.streams().get(0).counts().processed()).isEqualTo(7);
    }

    @Test
    void anAuditFindsEventsThatWereNeitherProcessedNorSkipped() {
        append(7);
        node.checkpoints().advance(NAME, STREAM, -1, 6, 5);
        register();
        awaitState(ProjectionState.LIVE);

        ProjectionAudit audit = node.projections().audit(NAME);

        assertThat(audit.isComplete()).isFalse();
        assertThat(audit.streams().get(0).findings())
                .containsExactly(
                        "up to the checkpoint there are 7 events, but 5 were processed, 0 skipped and 0 parked");
    }

    @Test
    void anAuditFindsACheckpointBeyondTheHead() {
        append(3);
        node.checkpoints().advance(NAME, STREAM, -1, 9, 10);
        register();
        awaitState(ProjectionState.FAILED);

        assertThat(node.projections().audit(NAME).streams().get(0).findings())
                .containsExactly("the checkpoint is at 9, beyond the head 2");
    }

    @Test
    void theNewestErrorIsShownWithItsTimeAndStaysAfterASuccess() {
        append(2);
        poison.add(1L);
        register();
        ProjectionStatus failed = awaitState(ProjectionState.PAUSED);
        assertThat(failed.lastError()).contains("cannot bear it");
        assertThat(failed.lastErrorAt()).isNotNull();
        assertThat(failed.explanation()).contains("paused by headrace", "event at offset 1 of stream Operated");

        poison.clear();
        node.projections().resume(NAME, by("ada", "mended"));

        ProjectionStatus mended = awaitState(ProjectionState.LIVE);
        assertThat(mended.lastError()).isEqualTo(failed.lastError());
        assertThat(mended.lastErrorAt()).isEqualTo(failed.lastErrorAt());
        assertThat(mended.failure()).isNull();
    }

    final TestNode node() {
        return node;
    }

    final void register() {
        node.registry()
                .register(new ProjectionDefinition(NAME, new Picky(), List.of(STREAM, "Never"), List.of(), OPTIONS));
    }

    final void append(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Tested", JsonText.of("1")));
        }
        node.log().append(STREAM, events.toArray(NewEvent[]::new));
    }

    final ProjectionStatus awaitState(ProjectionState state) {
        return Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> node.projections().status(NAME), s -> s.state() == state);
    }

    final List<OperatorAction> recorded() {
        return node.actions().find(new Query(TARGET, 10, null)).actions();
    }

    private static Operator by(String principal, String reason) {
        return new Operator(principal, reason);
    }
}
