package org.headrace.persistence.saga;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.headrace.saga.SagaQuery.Started;
import org.jspecify.annotations.Nullable;

/** A stretch of time in terms that PostgreSQL can compare with, which holds the same of all times that it keeps. */
record StoredTimes(@Nullable Instant from, @Nullable Instant before) {

    /** The years that sagas may be of. */
    static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    static StoredTimes within(Started started) {
        return new StoredTimes(bound(started.from()), bound(started.before()));
    }

    /** Up to the next microsecond: below it, nothing is kept that is not below the time itself. */
    private static @Nullable Instant bound(@Nullable Instant time) {
        if (time == null || time.isBefore(FIRST)) {
            return time == null ? null : FIRST;
        }
        if (time.isAfter(LAST)) {
            return LAST;
        }
        Instant below = time.truncatedTo(ChronoUnit.MICROS);
        return below.equals(time) ? time : below.plus(Duration.of(1, ChronoUnit.MICROS));
    }
}
