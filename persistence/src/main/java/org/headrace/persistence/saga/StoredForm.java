package org.headrace.persistence.saga;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;
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
                .withFailure(failure(saga.failure()));
    }

    /** Whether a text can be in the database at all, so that it may be asked for. */
    static boolean canHold(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0;
    }

    private static Times times(Times times) {
        Instant completed = times.completedAt();
        return new Times(
                micros(times.startedAt()), micros(times.lastUpdated()), completed == null ? null : micros(completed));
    }

    private static @Nullable Mark mark(@Nullable Mark mark) {
        if (mark == null) {
            return null;
        }
        var by = new Operator(text(mark.by().principal()), text(mark.by().reason()));
        return new Mark(by, micros(mark.at()));
    }

    private static @Nullable Failure failure(@Nullable Failure failure) {
        if (failure == null) {
            return null;
        }
        Instant next = failure.nextAttemptAt();
        return new Failure(text(failure.error()), failure.attempts(), next == null ? null : micros(next));
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    private static String text(String text) {
        String kept = Jdbc.text(text);
        return kept == null ? "" : kept;
    }
}
