package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.headrace.engine.projection.StatusReport.StreamFacts;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.Lease.Holder;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.RunState.Pause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Why is it not moving? */
class StatusReportTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static final FailedEvent FAILED = new FailedEvent("Orders", 7, 2, AT.plusSeconds(4), "boom", "at X");

    static final Lease HELD = new Lease("p", new Holder(UUID.randomUUID(), "here", true), 1);

    private final Standing standing = new Standing();

    @Test
    void itHasNotLookedYet() {
        says(report(6, 9, RunState.RUNNING), ProjectionState.STARTING, "not looked");
    }

    @Test
    void itHasCaughtUp() {
        standing.look();
        says(report(9, 9, RunState.RUNNING), ProjectionState.LIVE, "caught up");
    }

    @Test
    void itIsReading() {
        standing.look();
        says(report(6, 9, RunState.RUNNING), ProjectionState.CATCHING_UP, "reading: 3 events to go");
    }

    @Test
    void anEventIsTriedAgain() {
        standing.look();
        says(
                report(6, 9, RunState.RUNNING.withFailure(FAILED)),
                ProjectionState.RETRYING,
                "Event 7 of stream Orders failed 2 times; it is tried again at 2026-01-31T12:00:04Z. boom");
        says(
                report(6, 9, RunState.RUNNING.withFailure(new FailedEvent("Orders", 7, 0, null, "boom", "at X"))),
                ProjectionState.RETRYING,
                "it is tried again at once. boom");
    }

    @Test
    void somebodyHasPausedIt() {
        standing.look();
        says(
                report(6, 9, RunState.RUNNING.withPause(new Pause("ada", "stock-taking", AT))),
                ProjectionState.PAUSED,
                "paused by ada at 2026-01-31T12:00:00Z: stock-taking. Resume it to go on.");
        says(
                report(6, 9, new RunState(new Pause("headrace", "gave up", AT), FAILED)),
                ProjectionState.PAUSED,
                "paused by headrace at 2026-01-31T12:00:00Z: gave up. Retry or skip the event");
    }

    @Test
    void theDatabaseDoesNotAnswer() {
        standing.look();
        standing.outage(DatabaseOutage.begun(new IllegalStateException("refused"), AT));
        says(
                report(6, 9, null),
                ProjectionState.WAITING_FOR_DATABASE,
                "has not answered since 2026-01-31T12:00:00Z; it is tried again without end. "
                        + "java.lang.IllegalStateException: refused");
    }

    @Test
    void itsCheckpointDoesNotFit() {
        standing.look();
        says(
                report(12, 9, RestoreGuard.stop(RunState.RUNNING, "Orders", 12, 9, AT)),
                ProjectionState.FAILED,
                "cannot run: its checkpoint is at offset 12 of stream Orders, which ends at 9");
    }

    @Test
    void itReadsEverythingAgain() {
        standing.look();
        says(report(checkpoint(2, 8, null), 9, RunState.RUNNING), ProjectionState.REBUILDING, "again: 7 events to go");
    }

    @Test
    void theNewestErrorOfAllStreamsIsShownWithItsTime() {
        var facts = new StatusReport.Facts(
                "p",
                List.of(
                        stream(checkpoint(9, -1, AT.minusSeconds(1)), 9),
                        stream(checkpoint(9, -1, AT), 9),
                        stream(checkpoint(9, -1, null), 9)),
                RunState.RUNNING,
                HELD,
                standing);
        ProjectionStatus status = StatusReport.of(facts);
        assertThat(status.lastErrorAt()).isEqualTo(AT);
        assertThat(status.lastError()).isEqualTo("error at " + AT);
    }

    @Test
    void whatAnotherNodeRunsSaysSo() {
        ProjectionStatus status = StatusReport.of(elsewhere(HELD, 5, RunState.RUNNING));

        says(status, ProjectionState.CATCHING_UP, "4 events to go. It runs on node here.");
        assertThat(status.owner()).isEqualTo("here");
        assertThat(report(5, 9, RunState.RUNNING).explanation()).doesNotContain("runs on node");
    }

    @Test
    void whatNoLivingNodeRunsWaitsForALease() {
        var gone = new Lease("p", new Holder(UUID.randomUUID(), "gone", false), 7);

        says(StatusReport.of(elsewhere(gone, 5, RunState.RUNNING)), ProjectionState.WAITING_FOR_LEASE, "Node gone ran");
        says(StatusReport.of(elsewhere(null, 5, RunState.RUNNING)), ProjectionState.WAITING_FOR_LEASE, "No node runs");
        assertThat(StatusReport.of(elsewhere(gone, 5, RunState.RUNNING)).owner())
                .isNull();
        var paused = RunState.RUNNING.withPause(new RunState.Pause("ada", "", AT));
        says(StatusReport.of(elsewhere(gone, 5, paused)), ProjectionState.PAUSED, "by ada");
    }

    @Test
    void whatAnotherNodeCannotRunOrCannotTellOfIsSeenHereToo() {
        says(
                StatusReport.of(elsewhere(HELD, 10, RestoreGuard.stop(RunState.RUNNING, "Orders", 10, 9, AT))),
                ProjectionState.FAILED,
                "ends at 9");
        says(StatusReport.of(elsewhere(HELD, 5, null)), ProjectionState.WAITING_FOR_DATABASE, "does not answer");
    }

    private static StatusReport.Facts elsewhere(@Nullable Lease lease, long place, @Nullable RunState runState) {
        return new StatusReport.Facts(
                "p", List.of(stream(checkpoint(place, -1, null), 9)), runState, lease, Standing.elsewhere());
    }

    private static void says(ProjectionStatus status, ProjectionState state, String explanation) {
        assertThat(status.state()).isEqualTo(state);
        assertThat(status.explanation()).contains(explanation);
    }

    private ProjectionStatus report(long place, long head, @Nullable RunState runState) {
        return report(checkpoint(place, -1, null), head, runState);
    }

    private ProjectionStatus report(Checkpoint place, long head, @Nullable RunState runState) {
        return StatusReport.of(new StatusReport.Facts("p", List.of(stream(place, head)), runState, HELD, standing));
    }

    private static StreamFacts stream(Checkpoint place, long head) {
        return new StreamFacts(place, head, List.of());
    }

    private static Checkpoint checkpoint(long place, long replayUntil, @Nullable Instant errorAt) {
        return new Checkpoint(
                "p",
                "Orders",
                place,
                new Counts(place + 1, 0, 0),
                replayUntil,
                AT,
                errorAt == null ? null : "error at " + errorAt,
                errorAt);
    }
}
