package org.headrace.engine.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.Beside;
import org.headrace.projection.RebuildStatus.Progress;
import org.headrace.projection.RebuildStatus.State;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.jspecify.annotations.Nullable;

/** Puts into words how far a rebuild is. Pure. */
final class RebuildReport {

    private RebuildReport() {}

    /**
     * What is known at one moment.
     *
     * @param serving places of the version that serves, one a stream
     * @param rebuilt places of the new version; of a rebuild in place, or where there is none, the same as {@code serving}
     * @param heads the streams' newest offsets, in the same order
     * @param state the new version's
     * @param perSecond as measured on this node; null: not measured
     */
    record Facts(
            String name,
            @Nullable Rebuild rebuild,
            List<Checkpoint> serving,
            List<Checkpoint> rebuilt,
            List<Long> heads,
            RunState state,
            @Nullable Double perSecond,
            Instant now) {

        boolean isBuilding() {
            return rebuild != null && rebuild.state() == Rebuild.State.BUILDING;
        }

        long toGo() {
            long sum = 0;
            for (int i = 0; i < rebuilt.size(); i++) {
                sum += Math.max(0, heads.get(i) - rebuilt.get(i).lastProcessedOffset());
            }
            return sum;
        }

        long read() {
            return rebuilt.stream()
                    .mapToLong(place -> place.lastProcessedOffset() + 1)
                    .sum();
        }

        /** Events that serve already and that the new version lacks. */
        long behind() {
            long sum = 0;
            for (int i = 0; i < rebuilt.size(); i++) {
                sum += Math.max(
                        0, serving.get(i).lastProcessedOffset() - rebuilt.get(i).lastProcessedOffset());
            }
            return sum;
        }
    }

    static RebuildStatus of(Facts facts) {
        State state = state(facts);
        boolean reading = state != State.NONE && state != State.SWITCHED;
        Progress progress = reading ? progress(facts) : null;
        Rebuild rebuild = facts.rebuild();
        Beside beside = rebuild == null
                ? null
                : new Beside(
                        rebuild.tables(),
                        rebuild.start().at(),
                        rebuild.start().by(),
                        rebuild.start().reason(),
                        rebuild.start().autoSwitch());
        return new RebuildStatus(facts.name(), state, progress, beside, explain(state, facts, progress));
    }

    /** How fast, and how long still; empty when it cannot be told. */
    static String pace(long toGo, @Nullable Double perSecond) {
        Duration left = ReadingRate.timeFor(toGo, perSecond);
        return left == null || toGo == 0
                ? ""
                : String.format(Locale.ROOT, ", about %,.0f a second, %s left", perSecond, inWords(left));
    }

    private static State state(Facts facts) {
        Rebuild rebuild = facts.rebuild();
        if (rebuild == null || rebuild.state() == Rebuild.State.SWITCHED) {
            boolean replaying = facts.serving().stream().anyMatch(p -> p.lastProcessedOffset() < p.replayUntil());
            return rebuild != null ? State.SWITCHED : replaying ? State.IN_PLACE : State.NONE;
        } else if (facts.state().failure() != null || facts.state().pause() != null) {
            return State.FAILING;
        }
        return facts.behind() == 0 ? State.CAUGHT_UP : State.BUILDING;
    }

    private static Progress progress(Facts facts) {
        Double perSecond = facts.perSecond();
        if (perSecond == null && facts.rebuild() != null) {
            double seconds =
                    Duration.between(facts.rebuild().start().at(), facts.now()).toMillis() / 1000.0;
            perSecond = seconds > 0 && facts.read() > 0 ? facts.read() / seconds : null;
        }
        return new Progress(facts.read(), facts.toGo(), perSecond, ReadingRate.timeFor(facts.toGo(), perSecond));
    }

    private static String explain(State state, Facts facts, @Nullable Progress progress) {
        String finding = facts.rebuild() == null || facts.rebuild().finding() == null
                ? ""
                : " It was not switched by itself: " + facts.rebuild().finding();
        return switch (state) {
            case NONE -> "Nothing is being rebuilt.";
            case IN_PLACE -> "It is reading everything again: " + toGo(progress) + ".";
            case BUILDING -> "The new version is reading: " + toGo(progress) + ".";
            case CAUGHT_UP ->
                facts.rebuild() != null && facts.rebuild().start().autoSwitch() && finding.isEmpty()
                        ? "The new version has caught up, and is about to be switched."
                        : "The new version has caught up: compare it, switch to it, or cancel it." + finding;
            case FAILING -> failing(facts.state());
            case SWITCHED ->
                "The new version serves; the previous one is kept. Roll back to it, or finish, which drops it.";
        };
    }

    private static String toGo(@Nullable Progress progress) {
        return progress == null
                ? ""
                : progress.eventsToGo() + " events to go" + pace(progress.eventsToGo(), progress.eventsPerSecond());
    }

    private static String failing(RunState state) {
        FailedEvent failed = state.failure();
        if (failed == null) {
            return "The new version stands.";
        }
        String event = "Event " + failed.offset() + " of stream " + failed.stream() + " failed in the new version: "
                + failed.error();
        return state.pause() == null
                ? event + " It is tried again at " + failed.nextAttemptAt() + "."
                : event + " Mend what it needs and resume the rebuild, or cancel it.";
    }

    private static String inWords(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
