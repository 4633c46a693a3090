package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaProbe.Finding;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.SagaStep;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Call;
import org.headrace.saga.spi.SagaRecord.Marks;
import org.headrace.saga.spi.SagaRecord.Origin;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every state of a saga at every step, and what comes of everything that can happen to it there: written as a table, and
 * compared with {@code saga-table.txt}, which people have read. A rule that changes changes rows. The steps: T in a
 * transaction, N the same with nothing to undo, E a call that is made again in doubt, P one that is asked for and undone
 * only when it is certain, K one that is parked, W waits for a signal.
 */
class SagaTableTest {

    private static final Instant BEGIN = Instant.parse("2026-11-24T05:00:00Z");
    private static final Instant NOW = BEGIN.plusSeconds(10);
    private static final Mark ADA = new Mark(new Operator("ada", "test"), BEGIN);
    private static final RetryPolicy TWO = new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(4), 0);
    private static final long MINE = 7;

    private static final RegisteredSaga DEFINITION = RegisteredSaga.of(StorySaga.of("table", steps()));
    private static final List<String> NAMES =
            DEFINITION.steps().stream().map(SagaStep::name).toList();

    private static SagaSteps steps() {
        return tried(SagaSteps.first("T", c -> {}).compensatedBy(c -> {}))
                .then("N", c -> {})
                .retrying(TWO)
                .thenCall("E", c -> {})
                .compensatedBy(c -> {})
                .retrying(TWO)
                .retryingCompensation(TWO)
                .thenCall("P", c -> {})
                .compensatedBy(c -> {})
                .retrying(TWO)
                .retryingCompensation(TWO)
                .whenInDoubtAsk(c -> Finding.UNKNOWN)
                .undoneOnlyWhenCertain()
                .thenCall("K", c -> {})
                .compensatedBy(c -> {})
                .retrying(TWO)
                .retryingCompensation(TWO)
                .whenInDoubtPark()
                .retryingOn(IllegalStateException.class)
                .thenAwait("W", Duration.ofSeconds(60))
                .compensatedBy(c -> {})
                .retrying(TWO)
                .retryingCompensation(TWO);
    }

    private static SagaSteps tried(SagaSteps steps) {
        return steps.retrying(TWO).retryingCompensation(TWO);
    }

    private final List<String> rows = new ArrayList<>();

    @Test
    void everythingThatCanHappenAnywhere() throws IOException {
        for (int at = 0; at < NAMES.size(); at++) {
            forward(at == 0 ? SagaState.NOT_STARTED : SagaState.RUNNING, at);
        }
        for (int completed = 1; completed <= NAMES.size(); completed++) {
            backward(completed, null);
        }
        for (String doubtful : List.of("E", "K")) {
            backward(NAMES.indexOf(doubtful), doubtful);
        }
        for (SagaState ended : List.of(SagaState.COMPLETED, SagaState.COMPENSATED, SagaState.FAILED)) {
            SagaRecord saga = saga(ended, ended == SagaState.COMPENSATED ? 0 : 3);
            row(saga, "next", next(saga));
            row(saga, "next when cancelled", next(saga.withCancellation(ADA)));
            row(saga, "next when late", next(late(saga)));
        }
        String table = String.join("\n", rows) + "\n";
        Files.writeString(Path.of("target", "saga-table.txt"), table);
        assertThat(table).as("target/saga-table.txt against saga-table.txt").isEqualTo(expected());
    }

    private void forward(SagaState state, int at) {
        SagaRecord saga = saga(state, at);
        SagaStep step = DEFINITION.steps().get(at);
        row(saga, "next", next(saga));
        row(saga, "next when paused", next(saga.withPause(ADA)));
        row(saga, "next when cancelled", next(saga.withCancellation(ADA)));
        row(saga, "next when late", next(late(saga)));
        row(saga, "done", done(saga, step));
        row(saga, "done when paused", done(saga.withPause(ADA), step));
        row(saga, "done when cancelled", done(saga.withCancellation(ADA), step));
        row(saga, "done when late", done(late(saga), step));
        failures(calling(saga, step), step);
        SagaRecord cancelled = calling(saga, step).withCancellation(ADA);
        row(cancelled, "failed", failed(cancelled, step, new IllegalStateException("busy")));
        row(cancelled, "failed otherwise", failed(cancelled, step, new IOException("reset")));
        calls(saga, step);
        if (step.name().equals("W")) {
            row(saga, "no signal", StepResults.awaiting(saga, step, NOW.plusSeconds(60), NOW));
        }
    }

    private void backward(int completed, @Nullable String doubtful) {
        SagaRecord plain = saga(SagaState.COMPENSATING, completed).withFailure(new Failure("no funds", 0, null));
        SagaRecord saga = plain.withPending(plain.pending().withDoubtful(doubtful));
        SagaStep step = DEFINITION.step(SagaCore.nextUndo(saga));
        row(saga, "next", next(saga));
        row(saga, "next when paused", next(saga.withPause(ADA)));
        row(saga, "next when cancelled", next(saga.withCancellation(ADA)));
        row(saga, "next when late", next(late(saga)));
        if (step.compensation() == null) {
            row(saga, "skipped", StepResults.skipped(saga, step, NOW));
            return;
        }
        row(saga, "done", done(saga, step));
        row(saga, "done when paused", done(saga.withPause(ADA), step));
        failures(calling(saga, step), step);
        calls(saga, step);
    }

    private void failures(SagaRecord saga, SagaStep step) {
        SagaRecord spent = saga.withFailure(new Failure(
                saga.failure() == null
                        ? "busy"
                        : Objects.requireNonNull(saga.failure()).error(),
                2,
                BEGIN));
        row(saga, "failed", failed(saga, step, new IllegalStateException("busy")));
        row(saga, "failed otherwise", failed(saga, step, new IOException("reset")));
        row(saga, "failed, tries spent", failed(spent, step, new IllegalStateException("busy")));
        row(saga, "refused", failed(saga, step, new PermanentFailureException("no")));
        row(saga, "too long", failed(saga, step, new TimeoutException("It took longer")));
    }

    private void calls(SagaRecord saga, SagaStep step) {
        if (!step.isExternal()) {
            return;
        }
        SagaRecord others = saga.withPending(saga.pending().withCall(new Call(3, BEGIN)));
        SagaRecord open = saga.withPending(saga.pending().withCall(new Call(DoubtfulCalls.ENDED, BEGIN)));
        row(saga, "begun", DoubtfulCalls.begun(saga, step, MINE, NOW));
        row(
                others,
                "next",
                next(others) + " " + DoubtfulCalls.course(step, others.pending().call()));
        row(others, "next when cancelled", next(others.withCancellation(ADA)));
        row(others, "next when late", next(late(others)));
        row(others, "begun", DoubtfulCalls.begun(others, step, MINE, NOW));
        row(others, "asked", DoubtfulCalls.asked(others, step, MINE, NOW));
        row(others, "found not to have happened", DoubtfulCalls.neverHappened(others, step, MINE, NOW));
        row(others, "parked", DoubtfulCalls.parked(others, step, NOW));
        row(open, "begun", DoubtfulCalls.begun(open, step, MINE, NOW));
    }

    private static SagaRecord calling(SagaRecord saga, SagaStep step) {
        return step.isExternal() ? saga.withPending(saga.pending().withCall(new Call(MINE, BEGIN))) : saga;
    }

    private static SagaRecord late(SagaRecord saga) {
        return saga.withPending(saga.pending().withDeadline(NOW.minusSeconds(1)));
    }

    private static Change done(SagaRecord saga, SagaStep step) {
        return StepResults.done(calling(saga, step), DEFINITION, step, JsonText.of("{\"x\":1}"), NOW);
    }

    private static Change failed(SagaRecord saga, SagaStep step, Throwable cause) {
        return StepResults.failed(saga, DEFINITION, step, cause, NOW, new Random(1));
    }

    private static String next(SagaRecord saga) {
        NextMove move = SagaCore.next(saga, DEFINITION, NOW);
        if (move instanceof NextMove.Act act) {
            return act.direction().label() + " " + act.step().name();
        }
        if (move instanceof NextMove.Reach reach) {
            return "call to " + reach.direction().label() + " " + reach.step().name();
        }
        if (move instanceof NextMove.Await await) {
            return "await " + await.step().name();
        }
        return move instanceof NextMove.Settle settle ? shown(settle.change()) : "rest";
    }

    private void row(SagaRecord before, String what, Change change) {
        row(before, what, shown(change));
    }

    private void row(SagaRecord before, String what, String outcome) {
        rows.add(shown(before) + " | " + what + " | " + outcome);
    }

    private static String shown(Change change) {
        SagaRecord after = change.after();
        String ready = SagaCore.readyIn(after, NOW).map(Duration::toString).orElse("never");
        return shown(after) + " ready " + ready + " | "
                + change.entries().stream().map(SagaTableTest::shown).collect(Collectors.joining(", "));
    }

    private static String shown(Entry entry) {
        var step = entry.step();
        return entry.type().label()
                + (step == null
                        ? ""
                        : " " + step.step() + " " + step.direction().label());
    }

    private static String shown(SagaRecord saga) {
        var text = new StringBuilder(saga.progress().state().label());
        text.append(" [")
                .append(String.join(",", saga.progress().completedSteps()))
                .append(']');
        Call call = saga.pending().call();
        if (call != null) {
            text.append(call.fence() == DoubtfulCalls.ENDED ? " call open" : " call " + call.fence());
        }
        if (saga.pending().doubtful() != null) {
            text.append(" doubtful ").append(saga.pending().doubtful());
        }
        Mark pause = saga.pause();
        if (pause != null) {
            text.append(" paused by ").append(pause.by().principal());
        }
        Mark cancellation = saga.cancellation();
        if (cancellation != null) {
            text.append(" cancelled by ").append(cancellation.by().principal());
        }
        if (SagaCore.attempts(saga) > 0) {
            text.append(" tries ").append(SagaCore.attempts(saga));
        }
        if (saga.times().completedAt() != null) {
            text.append(" ended");
        }
        return text.toString();
    }

    private static SagaRecord saga(SagaState state, int completed) {
        return new SagaRecord(
                new Saga("id", "correlation", "table"),
                new Origin(1, "", null, "fingerprint"),
                new Progress(state, completed, NAMES.size(), NAMES.subList(0, completed)),
                JsonText.EMPTY_OBJECT,
                new Times(BEGIN, BEGIN, state.isTerminal() ? BEGIN : null),
                Marks.NONE,
                null,
                Pending.NOTHING);
    }

    private static String expected() throws IOException {
        try (InputStream in = SagaTableTest.class.getResourceAsStream("saga-table.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
