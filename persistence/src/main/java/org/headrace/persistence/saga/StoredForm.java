package org.headrace.persistence.saga;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Call;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.jspecify.annotations.Nullable;

/**
 * A saga as PostgreSQL can keep it, so that what is read is what was written, in the heap as well: times to the
 * microsecond, and no U+0000 in what others wrote.
 */
final class StoredForm {

    private StoredForm() {}

    static SagaRecord of(SagaRecord saga) {
        return saga.withTimes(times(saga.times()))
                .withPause(mark(saga.pause()))
                .withCancellation(mark(saga.cancellation()))
                .withFailure(failure(saga.failure()))
                .withPending(pending(saga.pending()));
    }

    /** Under a sequence. */
    static SagaHappening of(SagaHappening happening, long sequence) {
        String error = happening.error();
        Operator by = happening.by();
        return new SagaHappening(
                sequence,
                happening.saga(),
                happening.type(),
                micros(happening.at()),
                happening.state(),
                happening.step(),
                error == null ? null : text(error),
                by == null ? null : operator(by),
                happening.runner(),
                text(happening.detail()));
    }

    /** Whether a text can be in the database at all, so that it may be asked for. */
    static boolean canHold(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0;
    }

    private static Times times(Times times) {
        return new Times(micros(times.startedAt()), micros(times.lastUpdated()), microsOrNull(times.completedAt()));
    }

    private static @Nullable Mark mark(@Nullable Mark mark) {
        if (mark == null) {
            return null;
        }
        return new Mark(operator(mark.by()), micros(mark.at()));
    }

    private static Operator operator(Operator by) {
        return new Operator(text(by.principal()), text(by.reason()));
    }

    private static @Nullable Failure failure(@Nullable Failure failure) {
        if (failure == null) {
            return null;
        }
        return new Failure(text(failure.error()), failure.attempts(), microsOrNull(failure.nextAttemptAt()));
    }

    private static Pending pending(Pending pending) {
        Call call = pending.call();
        return new Pending(
                microsOrNull(pending.deadline()),
                microsOrNull(pending.awaitedUntil()),
                call == null ? null : new Call(call.fence(), micros(call.since())),
                pending.doubtful());
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable Instant microsOrNull(@Nullable Instant instant) {
        return instant == null ? null : micros(instant);
    }

    private static String text(String text) {
        String kept = Jdbc.text(text);
        return kept == null ? "" : kept;
    }
}
