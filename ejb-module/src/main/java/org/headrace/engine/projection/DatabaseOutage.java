package org.headrace.engine.projection;

import java.time.Duration;
import java.time.Instant;
import org.headrace.engine.transaction.FailureText;

/**
 * The database does not answer. Retried without end, the waits doubling up to a cap.
 *
 * @param failures how many tries in a row have failed, from 1
 */
record DatabaseOutage(String error, Instant since, int failures, Instant retryAt) {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    static DatabaseOutage begun(Throwable cause, Instant now) {
        return new DatabaseOutage(FailureText.describe(cause), now, 1, now.plus(FIRST_WAIT));
    }

    DatabaseOutage again(Throwable cause, Instant now) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 10));
        Duration wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        return new DatabaseOutage(FailureText.describe(cause), since, failures + 1, now.plus(wait));
    }
}
