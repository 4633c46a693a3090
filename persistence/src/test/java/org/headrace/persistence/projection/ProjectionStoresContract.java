package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.RunState.Pause;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.projection.spi.StaleCheckpointException;
import org.junit.jupiter.api.Test;

/** What stores of checkpoints and run states hold to. */
abstract class ProjectionStoresContract {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");

    abstract CheckpointStore checkpoints();

    abstract RunStateStore runStates();

    abstract JtaEnvironment jta();

    @Test
    void aCheckpointThatWasNeverWrittenIsAbsent() {
        assertThat(checkpoints().load("p", "absent")).isEmpty();
    }

    @Test
    void advancingMakesMovesAndCounts() {
        checkpoints().advance("p", "moved", -1, 9, 10);
        checkpoints().advance("p", "moved", 9, 11, 2);

        Checkpoint checkpoint = checkpoints().load("p", "moved").orElseThrow();
        assertThat(checkpoint.lastProcessedOffset()).isEqualTo(11);
        assertThat(checkpoint.eventsProcessed()).isEqualTo(12);
        assertThat(checkpoint.replayUntil()).isEqualTo(-1);
        assertThat(checkpoint.lastError()).isNull();
        assertThat(checkpoints().load("q", "moved")).isEmpty();
    }

    @Test
    void whatBecameOfEventsAddsUpUntilAReset() {
        checkpoints().advance("p", "counted", new Move(-1, 9, new Counts(10, 4, 0)));
        checkpoints().advance("p", "counted", new Move(9, 10, new Counts(0, 0, 1)));
        checkpoints().advance("p", "counted", new Move(10, 12, new Counts(2, 1, 0)));
        checkpoints().recordError("p", "counted", "moves nothing");

        assertThat(checkpoints().load("p", "counted").orElseThrow().counts()).isEqualTo(new Counts(12, 5, 1));
        checkpoints().reset("p", "counted");
        assertThat(checkpoints().load("p", "counted").orElseThrow().counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void whatBecameOfPassedEventsIsRecountedWithoutAMove() throws Exception {
        checkpoints().advance("p", "recounted", new Move(-1, 9, new Counts(7, 0, 0, 3)));
        checkpoints().recount("p", "recounted", new Counts(1, 1, 0, -1));
        checkpoints().recount("p", "recounted", new Counts(0, 0, 1, -1));
        jta().rolledBack(() -> {
            checkpoints().recount("p", "recounted", new Counts(0, 0, 1, -1));
            return null;
        });

        Checkpoint checkpoint = checkpoints().load("p", "recounted").orElseThrow();
        assertThat(checkpoint.counts()).isEqualTo(new Counts(8, 1, 1, 1));
        assertThat(checkpoint.lastProcessedOffset()).isEqualTo(9);
        checkpoints().recount("p", "never-there", new Counts(1, 0, 0, -1));
        assertThat(checkpoints().load("p", "never-there")).isEmpty();
        checkpoints().reset("p", "recounted");
        assertThat(checkpoints().load("p", "recounted").orElseThrow().counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void aCheckpointThatSomebodyElseMovedIsStale() {
        checkpoints().advance("p", "stale", -1, 9, 10);

        for (long from : new long[] {-1, 8, 10}) {
            assertThatThrownBy(() -> checkpoints().advance("p", "stale", from, 12, 1))
                    .isInstanceOf(StaleCheckpointException.class);
        }
        assertThatThrownBy(() -> checkpoints().advance("p", "never", 3, 4, 1))
                .isInstanceOf(StaleCheckpointException.class);

        assertThat(checkpoints().load("p", "stale").orElseThrow().lastProcessedOffset())
                .isEqualTo(9);
        assertThat(checkpoints().load("p", "never")).isEmpty();
    }

    @Test
    void ofTwoWhoAdvanceAtOnceOneIsStale() throws Exception {
        checkpoints().advance("p", "raced", -1, 0, 1);

        List<Boolean> moved = Concurrently.all(2, i -> () -> {
            try {
                return jta().inTransaction(() -> {
                    checkpoints().advance("p", "raced", 0, 5, 5);
                    return true;
                });
            } catch (StaleCheckpointException e) {
                return false;
            }
        });

        assertThat(moved).containsExactlyInAnyOrder(true, false);
        assertThat(checkpoints().load("p", "raced").orElseThrow().eventsProcessed())
                .isEqualTo(6);
    }

    @Test
    void aRollbackTakesTheCheckpointBack() throws Exception {
        checkpoints().advance("p", "rolled", -1, 1, 2);

        jta().rolledBack(() -> {
            checkpoints().advance("p", "rolled", 1, 7, 6);
            checkpoints().reset("p", "rolled");
            checkpoints().recordError("p", "rolled", "gone");
            return null;
        });

        Checkpoint checkpoint = checkpoints().load("p", "rolled").orElseThrow();
        assertThat(checkpoint.lastProcessedOffset()).isEqualTo(1);
        assertThat(checkpoint.lastError()).isNull();
    }

    @Test
    void aResetRemembersHowFarTheReplayGoes() {
        checkpoints().advance("p", "reset", -1, 9, 10);
        checkpoints().reset("p", "reset");
        checkpoints().advance("p", "reset", -1, 4, 5);
        checkpoints().reset("p", "reset");

        Checkpoint checkpoint = checkpoints().load("p", "reset").orElseThrow();
        assertThat(checkpoint.lastProcessedOffset()).isEqualTo(-1);
        assertThat(checkpoint.eventsProcessed()).isZero();
        assertThat(checkpoint.replayUntil()).isEqualTo(9);
        checkpoints().reset("p", "reset-from-nothing");
        assertThat(checkpoints().load("p", "reset-from-nothing").orElseThrow().lastProcessedOffset())
                .isEqualTo(-1);
    }

    @Test
    void anErrorIsKeptWithItsTimeAndMovesNothing() {
        checkpoints().advance("p", "error", -1, 3, 4);
        checkpoints().recordError("p", "error", "first");
        checkpoints().recordError("p", "error", "second");
        checkpoints().advance("p", "error", 3, 4, 1);

        Checkpoint checkpoint = checkpoints().load("p", "error").orElseThrow();
        assertThat(checkpoint.lastError()).isEqualTo("second");
        assertThat(checkpoint.lastErrorAt()).isNotNull();
        assertThat(checkpoint.lastProcessedOffset()).isEqualTo(4);
        checkpoints().recordError("p", "error-first", "early");
        assertThat(checkpoints().load("p", "error-first").orElseThrow().lastProcessedOffset())
                .isEqualTo(-1);
    }

    @Test
    void runStatesComeBackAsTheyWereSaved() {
        assertThat(runStates().load("never")).isEmpty();
        var pause = new Pause("ada", "stock-taking", TIME);
        var planned = new FailedEvent("S", 7, 2, TIME, "error", "trace\n\tat x");
        var unplanned = new FailedEvent("S", 8, 0, null, "error", "trace");

        for (RunState state : Arrays.asList(
                RunState.RUNNING,
                new RunState(pause, null),
                new RunState(null, planned),
                new RunState(pause, unplanned),
                RunState.RUNNING)) {
            runStates().save("p", state);
            assertThat(runStates().load("p")).contains(state);
        }
    }

    @Test
    void aRollbackTakesTheRunStateBack() throws Exception {
        runStates().save("rolled", RunState.RUNNING);

        jta().rolledBack(() -> {
            runStates().save("rolled", RunState.RUNNING.withPause(new Pause("ada", "", TIME)));
            return null;
        });

        assertThat(runStates().load("rolled")).contains(RunState.RUNNING);
    }
}
