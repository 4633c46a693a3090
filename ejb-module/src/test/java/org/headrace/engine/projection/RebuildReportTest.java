package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.State;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.Schemas;
import org.headrace.projection.spi.Rebuild.Start;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.RunState.Pause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RebuildReportTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final FailedEvent FAILED = new FailedEvent("S", 4, 1, NOW, "bad", "trace");

    @Test
    void nothingIsBeingRebuilt() {
        RebuildStatus status = of(null, 9, 9, RunState.RUNNING, null);

        assertThat(status.state()).isEqualTo(State.NONE);
        assertThat(status.progress()).isNull();
        assertThat(status.beside()).isNull();
    }

    @Test
    void aNewVersionThatReadsTellsHowFarItIsAndHowLongStill() {
        RebuildStatus status = of(building(false), 999, 249, RunState.RUNNING, 150.0);

        assertThat(status.state()).isEqualTo(State.BUILDING);
        assertThat(status.progress().eventsRead()).isEqualTo(250);
        assertThat(status.progress().eventsToGo()).isEqualTo(750);
        assertThat(status.progress().percent()).isEqualTo(25);
        assertThat(status.progress().timeLeft()).isEqualTo(Duration.ofSeconds(5));
        assertThat(status.explanation()).contains("750 events to go, about 150 a second, 5 s left");
        assertThat(status.beside().startedBy()).isEqualTo("ada");
    }

    @Test
    void whereNothingWasMeasuredTheRateIsTheOneSinceItBegan() {
        RebuildStatus status = of(building(false), 999, 249, RunState.RUNNING, null);

        assertThat(status.progress().eventsPerSecond()).isEqualTo(2.5); // in the 100 s since the start
        assertThat(status.progress().timeLeft()).isEqualTo(Duration.ofMinutes(5));
        assertThat(of(building(false), 999, -1, RunState.RUNNING, null)
                        .progress()
                        .timeLeft())
                .isNull();
    }

    @Test
    void itIsDoneOnlyWhenNothingIsLeft() {
        assertThat(of(building(false), 99_999, 99_998, RunState.RUNNING, 1.0)
                        .progress()
                        .percent())
                .isEqualTo(99);
        assertThat(of(building(false), 9, 9, RunState.RUNNING, 1.0).progress().percent())
                .isEqualTo(100);
    }

    @Test
    void aNewVersionThatCaughtUpSaysWhatCanBeDone() {
        assertThat(of(building(false), 9, 9, RunState.RUNNING, null).state()).isEqualTo(State.CAUGHT_UP);
        assertThat(of(building(false), 9, 9, RunState.RUNNING, null).explanation())
                .contains("compare it, switch to it, or cancel");
        assertThat(of(building(true), 9, 9, RunState.RUNNING, null).explanation())
                .contains("about to be switched");
        assertThat(of(building(true).withFinding("they differ"), 9, 9, RunState.RUNNING, null)
                        .explanation())
                .contains("not switched by itself: they differ");
    }

    @Test
    void aNewVersionThatFailsSaysWhereAndWhetherItIsTriedAgain() {
        RebuildStatus retrying = of(building(false), 9, 3, RunState.RUNNING.withFailure(FAILED), null);
        RebuildStatus standing =
                of(building(false), 9, 3, new RunState(new Pause("headrace", "bad", NOW), FAILED), null);

        assertThat(retrying.state()).isEqualTo(State.FAILING);
        assertThat(retrying.explanation()).contains("Event 4 of stream S", "bad", "tried again at " + NOW);
        assertThat(standing.explanation()).contains("resume the rebuild");
    }

    @Test
    void afterTheSwitchThePreviousVersionIsKept() {
        RebuildStatus status = of(building(false).switched(), 9, 9, RunState.RUNNING, null);

        assertThat(status.state()).isEqualTo(State.SWITCHED);
        assertThat(status.progress()).isNull();
        assertThat(status.explanation()).contains("Roll back", "finish");
    }

    @Test
    void longTimesAreToldInMinutesAndHours() {
        assertThat(RebuildReport.pace(600, 1.0)).isEqualTo(", about 1 a second, 10 min left");
        assertThat(RebuildReport.pace(12_345_678, 1_234.5)).isEqualTo(", about 1,235 a second, 2 h 46 min left");
        assertThat(RebuildReport.pace(5, null)).isEmpty();
        assertThat(RebuildReport.pace(0, 1.0)).isEmpty();
    }

    @Test
    void theRateIsTheOneOfTheLastHalfMinute() {
        var rate = new ReadingRate();
        assertThat(rate.perSecond()).isNull();
        rate.processed(1_000, NOW);
        assertThat(rate.perSecond()).as("how long they took is not known").isNull();
        rate.processed(50, NOW.plusSeconds(1));
        rate.processed(50, NOW.plusSeconds(2));
        assertThat(rate.perSecond()).isEqualTo(50);
        for (int i = 0; i < 60; i++) {
            rate.processed(10, NOW.plusSeconds(3 + i));
        }
        assertThat(rate.perSecond()).isEqualTo(10);
        rate.forget();
        assertThat(rate.perSecond()).isNull();
    }

    @Test
    void schemasAreReadableAndOfOneProjectionOnly() {
        Schemas schemas = RebuildNames.schemas("public", "Orders-by.Day");

        assertThat(schemas.rebuild()).matches("headrace_rebuild_orders_by_day_[0-9a-f]{8}");
        assertThat(schemas.previous()).matches("headrace_previous_orders_by_day_[0-9a-f]{8}");
        assertThat(RebuildNames.schemas("public", "orders-by-day").rebuild()).isNotEqualTo(schemas.rebuild());
        assertThat(RebuildNames.schemas("public", "x".repeat(100)).previous()).hasSizeLessThan(63);
    }

    private static Rebuild building(boolean autoSwitch) {
        var start = new Start(NOW.minusSeconds(100), "ada", "", autoSwitch);
        return new Rebuild("p", Rebuild.State.BUILDING, List.of("t"), new Schemas("public", "r", "o"), start, null);
    }

    private static RebuildStatus of(
            @Nullable Rebuild rebuild, long served, long rebuilt, RunState state, @Nullable Double perSecond) {
        return RebuildReport.of(new RebuildReport.Facts(
                "p", rebuild, List.of(at(served)), List.of(at(rebuilt)), List.of(served), state, perSecond, NOW));
    }

    private static Checkpoint at(long offset) {
        return new Checkpoint("p", "S", offset, Counts.NONE, -1, NOW, null, null);
    }
}
