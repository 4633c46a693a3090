package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildParity;
import org.headrace.projection.RebuildParity.TableParity;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.State;
import org.junit.jupiter.api.Test;

/** A new version of a read model beside the one that serves, on real tables. */
class RebuildBesideTest extends RebuiltModel {

    @Test
    void theNewVersionIsFilledBesideAndSwitchedWithoutAGapForReaders() throws Exception {
        append(25);
        register();
        awaitLive(24);
        model.note = "v2";
        try (var reader = new Reader()) {
            node.rebuilds().begin(NAME, false, ADA);
            awaitRebuild(State.CAUGHT_UP);
            append(7);
            awaitLive(31);
            RebuildStatus caughtUp = awaitRebuild(State.CAUGHT_UP, 32);
            assertThat(notes()).containsExactly("v1", "v2"); // the one that serves goes on with what it is given
            assertThat(caughtUp.progress()).isNotNull();
            assertThat(caughtUp.progress().percent()).isEqualTo(100);

            RebuildStatus switched = node.rebuilds().switchOver(NAME, true, ADA);

            assertThat(switched.state()).isEqualTo(State.SWITCHED);
            assertThat(notes()).containsExactly("v2");
            append(5);
            awaitLive(36);
            reader.awaitRows(37);
        }
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(36));
        assertThat(offsets("model WHERE replayed"))
                .as("a replay up to where the other was when it began")
                .containsExactlyElementsOf(upTo(24));
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
        assertThat(names("projection_checkpoints")).containsExactly(NAME, NAME + "@previous");
        assertThat(node.projections().statuses()).hasSize(1);
    }

    @Test
    void aSwitchTakesTheNewVersionTheLastSteps() throws Exception {
        append(25);
        register();
        awaitLive(24);
        model.poisonInReplay.add(20L);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.FAILING);
        append(3);
        awaitLive(27);

        assertThatThrownBy(() -> node.rebuilds().switchOver(NAME, false, ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("cannot bear it again");
        assertThat(node.rebuildStore().load(NAME).orElseThrow().state().name()).isEqualTo("BUILDING");
        model.poisonInReplay.clear();
        RebuildParity parity = node.rebuilds().parity(NAME, ADA);
        node.rebuilds().switchOver(NAME, true, ADA);

        assertThat(parity.offsets()).containsEntry(STREAM, 27L);
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(27));
        append(1);
        awaitLive(28);
    }

    @Test
    void aNewVersionDoesNotOvertakeTheOneThatServes() throws Exception {
        append(12);
        register();
        awaitLive(11);
        node.projections().pause(NAME, ADA);
        append(5);

        node.rebuilds().begin(NAME, false, ADA);

        awaitRebuild(State.CAUGHT_UP, 12);
        RebuildParity parity = node.rebuilds().parity(NAME, ADA);
        assertThat(parity.offsets()).containsEntry(STREAM, 11L);
        assertThat(parity.tables().get(0)).isEqualTo(new TableParity("model", 12, 12)); // all are replayed
        node.rebuilds().switchOver(NAME, true, ADA);
        node.projections().resume(NAME, ADA);
        awaitLive(16);
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(16));
    }

    @Test
    void versionsAreComparedAtOneOffsetAndADifferenceMustBeAccepted() throws Exception {
        append(12);
        register();
        awaitLive(11);
        database.execute("UPDATE model SET note = 'corrupt', replayed = true WHERE event_offset = 3");
        database.execute("UPDATE model SET replayed = true");
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);

        RebuildParity parity = node.rebuilds().parity(NAME, ADA);

        assertThat(parity.isEqual()).isFalse();
        assertThat(parity.tables()).containsExactly(new TableParity("model", 1, 1), new TableParity("seeds", 0, 0));
        assertThatThrownBy(() -> node.rebuilds().switchOver(NAME, false, ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("table model lacks 1 rows that serve and has 1 others");
        database.execute("UPDATE model SET note = 'v1'");
        node.rebuilds().switchOver(NAME, false, ADA);
        assertThat(node.rebuilds().status(NAME).state()).isEqualTo(State.SWITCHED);
    }

    @Test
    void aCancelledRebuildLeavesNothingAndTheNextOneBeginsAnew() throws Exception {
        append(12);
        register();
        awaitLive(11);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);

        assertThat(node.rebuilds().cancel(NAME, ADA).state()).isEqualTo(State.NONE);

        assertThat(schemas()).isEmpty();
        assertThat(names("projection_checkpoints")).containsExactly(NAME);
        assertThat(names("projection_run_states")).containsExactly(NAME);
        append(3);
        awaitLive(14);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP, 15);
        assertThat(model.replayed).hasValue(12 + 15);
        assertThat(node.rebuilds().parity(NAME, ADA).tables())
                .as("all replayed, and the seeds are there")
                .containsExactly(new TableParity("model", 15, 15), new TableParity("seeds", 0, 0));
    }

    @Test
    void aRollBackPutsThePreviousVersionWhereItWasAndItCatchesUpReplaying() throws Exception {
        append(12);
        register();
        awaitLive(11);
        model.note = "v2";
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        node.rebuilds().switchOver(NAME, true, ADA);
        append(4);
        awaitLive(15);
        model.note = "v1 again";

        assertThat(node.rebuilds().rollBack(NAME, ADA).state()).isIn(State.NONE, State.IN_PLACE);

        append(1);
        awaitLive(16);
        assertThat(offsets("model WHERE note = 'v1'")).containsExactlyElementsOf(upTo(11));
        assertThat(offsets("model WHERE replayed")).containsExactly(12L, 13L, 14L, 15L);
        assertThat(offsets("model WHERE NOT replayed AND note = 'v1 again'")).containsExactly(16L);
        assertThat(schemas()).isEmpty();
        assertThat(names("projection_checkpoints")).containsExactly(NAME);
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
    }

    @Test
    void finishingDropsThePreviousVersion() throws Exception {
        append(3);
        register();
        awaitLive(2);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        node.rebuilds().switchOver(NAME, true, ADA);
        assertThat(schemas()).hasSize(1).allMatch(s -> s.startsWith("headrace_previous_rebuilt_model_"));

        assertThat(node.rebuilds().finish(NAME, ADA).state()).isEqualTo(State.NONE);

        assertThat(schemas()).isEmpty();
        assertThat(names("projection_checkpoints")).containsExactly(NAME);
        assertThat(recorded())
                .containsExactly("finish-rebuild by ada", "switch-rebuild by ada", "rebuild-beside by ada");
    }

    @Test
    void whicheverNodeTakesOverGoesOnWithTheRebuild() throws Exception {
        append(35);
        register();
        awaitLive(34);
        model.poisonInReplay.add(22L);
        node.rebuilds().begin(NAME, false, ADA);
        RebuildStatus failing = awaitRebuild(State.FAILING);
        assertThat(failing.explanation()).contains("Event 22 of stream Rebuilt", "cannot bear it again", "resume");
        assertThat(node.projections().status(NAME).state())
                .as("the one that serves is not touched")
                .isEqualTo(ProjectionState.LIVE);
        node.close();

        node = TestNode.postgres("second", jta);
        register();
        awaitRebuild(State.FAILING, 22);
        model.poisonInReplay.clear();
        node.rebuilds().resume(NAME, ADA);
        awaitRebuild(State.CAUGHT_UP, 35);

        assertThat(model.replayed)
                .as("each event once, but for those that the failing one was found among")
                .hasValueBetween(35, 44);
        node.rebuilds().switchOver(NAME, true, ADA);
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(34));
    }

    @Test
    void anOperatorMayActOnAnotherNodeThanTheOneThatBuilds() throws Exception {
        append(12);
        register();
        awaitLive(11);
        try (TestNode other = TestNode.postgres("other", jta)) {
            other.registry().register(definition());
            other.rebuilds().begin(NAME, false, ADA);
            awaitRebuild(State.CAUGHT_UP);
            assertThat(other.rebuilds().status(NAME).state()).isEqualTo(State.CAUGHT_UP);
            other.rebuilds().switchOver(NAME, true, ADA);
            append(3);
            awaitLive(14);
            other.rebuilds().rollBack(NAME, ADA);
            awaitLive(14);
        }
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(14));
    }

    @Test
    void aNewVersionWithTheSameRowsIsSwitchedByItselfWhenAsked() throws Exception {
        append(12);
        register();
        awaitLive(11);
        database.execute("UPDATE model SET replayed = true");

        node.rebuilds().begin(NAME, true, ADA);

        awaitRebuild(State.SWITCHED);
        assertThat(recorded()).containsExactly("switch-rebuild by headrace", "rebuild-beside by ada");
    }

    @Test
    void progressOfARebuildInPlaceIsToldWithRateAndTimeLeft() throws Exception {
        append(40);
        register();
        awaitLive(39);
        model.poisonInReplay.add(35L);
        node.projections().rebuild(NAME, ADA);

        RebuildStatus status = Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.rebuilds().status(NAME),
                        s -> s.progress() != null && s.progress().eventsRead() == 35);
        assertThat(status.state()).isEqualTo(State.IN_PLACE);
        assertThat(status.progress().eventsToGo()).isEqualTo(5);
        assertThat(status.progress().percent()).isEqualTo(87);
        assertThat(status.progress().eventsPerSecond()).isPositive();
        assertThat(status.progress().timeLeft()).isNotNull();
        assertThat(status.explanation()).contains("5 events to go, about", "a second", "left");
    }

    /** Counts the rows as fast as it can: they never become fewer. */
    private final class Reader implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger rows = new AtomicInteger();
        private final Future<Void> reading = thread.submit((Callable<Void>) () -> {
            try (Connection connection = database.dataSource().getConnection();
                    var select = connection.prepareStatement("SELECT count(*) FROM model")) {
                while (!stop.get()) {
                    try (var row = select.executeQuery()) {
                        row.next();
                        assertThat(row.getInt(1)).isGreaterThanOrEqualTo(rows.get());
                        rows.set(row.getInt(1));
                    }
                }
            }
            return null;
        });

        void awaitRows(int count) {
            Awaitility.await().atMost(DEADLINE).until(() -> rows.get() == count || reading.isDone());
        }

        @Override
        public void close() {
            stop.set(true);
            Awaitility.await().atMost(DEADLINE).until(reading::isDone);
            assertThat(reading).as("what it saw").succeedsWithin(DEADLINE);
            thread.shutdownNow();
        }
    }
}
