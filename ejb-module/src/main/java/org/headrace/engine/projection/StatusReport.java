package org.headrace.engine.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Failure;
import org.headrace.projection.ProjectionStatus.Position;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.Lease.Holder;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.jspecify.annotations.Nullable;

/** Puts into words where a projection stands, and why. Pure. */
final class StatusReport {

    private StatusReport() {}

    /**
     * What is known of one of its streams.
     *
     * @param head the stream's newest offset
     * @param segments where each segment stands; empty: the stream is not split
     */
    record StreamFacts(Checkpoint place, long head, List<Long> segments) {}

    /**
     * What is known of a projection at one moment.
     *
     * @param streams in order of the definition
     * @param runState null: not known while the database does not answer
     * @param lease null: nobody ever ran it
     */
    record Facts(
            String name,
            List<StreamFacts> streams,
            @Nullable RunState runState,
            @Nullable Lease lease,
            Standing standing) {

        /** Whether a living node runs it; this one, when it has its standing. */
        boolean isRun() {
            return lease != null && lease.isTaken();
        }
    }

    static ProjectionStatus of(Facts facts) {
        List<Position> positions = positions(facts);
        Checkpoint newest = facts.streams().stream()
                .map(StreamFacts::place)
                .filter(p -> p.lastErrorAt() != null)
                .max((a, b) ->
                        Objects.requireNonNull(a.lastErrorAt()).compareTo(Objects.requireNonNull(b.lastErrorAt())))
                .orElse(null);
        ProjectionState state = state(facts, positions);
        return new ProjectionStatus(
                facts.name(),
                state,
                positions,
                newest == null ? null : newest.lastError(),
                newest == null ? null : newest.lastErrorAt(),
                failure(facts.runState()),
                holderName(facts.lease()),
                explain(state, facts, positions) + elsewhere(facts));
    }

    /** Without the words. */
    static ProjectionState stateOf(Facts facts) {
        return state(facts, positions(facts));
    }

    private static List<Position> positions(Facts facts) {
        var positions = new ArrayList<Position>();
        for (StreamFacts stream : facts.streams()) {
            Checkpoint place = stream.place();
            positions.add(new Position(
                    place.stream(), place.lastProcessedOffset(), stream.head(), place.counts(), stream.segments()));
        }
        return positions;
    }

    private static ProjectionState state(Facts facts, List<Position> positions) {
        Standing standing = facts.standing();
        RunState run = facts.runState();
        if (standing.outage() != null || run == null) {
            boolean answers = standing.outage() == null && standing.isHere();
            return answers ? ProjectionState.STARTING : ProjectionState.WAITING_FOR_DATABASE;
        } else if (run.pause() != null) {
            return RestoreGuard.reason(run) == null ? ProjectionState.PAUSED : ProjectionState.FAILED;
        } else if (!facts.isRun()) {
            return ProjectionState.WAITING_FOR_LEASE;
        } else if (run.failure() != null) {
            return ProjectionState.RETRYING;
        } else if (!standing.looked()) {
            return ProjectionState.STARTING;
        } else if (facts.streams().stream()
                .map(StreamFacts::place)
                .anyMatch(p -> p.lastProcessedOffset() < p.replayUntil())) {
            return ProjectionState.REBUILDING;
        }
        return positions.stream().anyMatch(p -> p.lag() > 0) ? ProjectionState.CATCHING_UP : ProjectionState.LIVE;
    }

    private static @Nullable Failure failure(@Nullable RunState run) {
        FailedEvent failed = run == null ? null : run.failure();
        return failed == null
                ? null
                : new Failure(
                        failed.stream(),
                        failed.offset(),
                        failed.error(),
                        failed.stackTrace(),
                        failed.attempts(),
                        failed.nextAttemptAt());
    }

    private static String explain(ProjectionState state, Facts facts, List<Position> positions) {
        long letters = positions.stream().mapToLong(p -> p.counts().parked()).sum();
        String waiting =
                letters == 1 ? " 1 event waits as a dead letter." : " " + letters + " events wait as dead letters.";
        return explainState(state, facts, positions) + (letters == 0 ? "" : waiting);
    }

    private static String explainState(ProjectionState state, Facts facts, List<Position> positions) {
        long lag = positions.stream().mapToLong(Position::lag).sum();
        RunState run = facts.runState();
        FailedEvent failed = run == null ? null : run.failure();
        RunState.Pause pause = run == null ? null : run.pause();
        DatabaseOutage outage = facts.standing().outage();
        return switch (state) {
            case STARTING -> "It has not looked at its streams yet.";
            case LIVE -> "It has caught up, and waits for new events.";
            case CATCHING_UP -> "It is reading: " + lag + " events to go.";
            case REBUILDING ->
                "It is reading everything again: " + lag + " events to go"
                        + RebuildReport.pace(lag, facts.standing().rate().perSecond()) + ".";
            case RETRYING ->
                "Event " + describe(failed) + " failed " + attempts(failed) + "; it is tried again at "
                        + time(failed == null ? null : failed.nextAttemptAt()) + ". "
                        + (failed == null ? "" : failed.error());
            case WAITING_FOR_DATABASE ->
                outage == null
                        ? "The database does not answer."
                        : "The database has not answered since " + time(outage.since())
                                + "; it is tried again without end. " + outage.error();
            case WAITING_FOR_LEASE -> waitForLease(facts.lease());
            case PAUSED ->
                pause == null
                        ? "It is paused."
                        : "It was paused by " + pause.by() + " at " + time(pause.since()) + ": "
                                + (pause.reason().isEmpty() ? "no reason given" : pause.reason())
                                + (failed == null
                                        ? ". Resume it to go on."
                                        : ". Retry or skip the event, or mend what it needs and resume.");
            case FAILED -> "It cannot run: " + RestoreGuard.reason(run);
        };
    }

    private static @Nullable String holderName(@Nullable Lease lease) {
        return lease == null || lease.holder() == null || !lease.isTaken()
                ? null
                : lease.holder().name();
    }

    private static String waitForLease(@Nullable Lease lease) {
        Holder gone = lease == null ? null : lease.holder();
        return gone == null
                ? "No node runs it; one takes it within a second or two."
                : "Node " + gone.name() + " ran it and is not heard of; another node takes over within its lease.";
    }

    private static String elsewhere(Facts facts) {
        String node = holderName(facts.lease());
        return node == null || facts.standing().isHere() ? "" : " It runs on node " + node + ".";
    }

    private static String describe(@Nullable FailedEvent failed) {
        return failed == null ? "" : failed.offset() + " of stream " + failed.stream();
    }

    private static String attempts(@Nullable FailedEvent failed) {
        int attempts = failed == null ? 0 : failed.attempts();
        return attempts == 1 ? "once" : attempts + " times";
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "once" : time.toString();
    }
}
