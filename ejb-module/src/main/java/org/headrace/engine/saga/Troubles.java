package org.headrace.engine.saga;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.engine.transaction.FailureText;

/**
 * Sagas that this node could not move because of what lies beneath it, and since when. In memory: these failures count
 * for nothing. Safe for use by many threads.
 */
final class Troubles {

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** Beyond this many it is one trouble of the database, not many of sagas. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Map<String, Trouble> bySaga = new ConcurrentHashMap<>();

    /** @param failures in a row, from 1 */
    record Trouble(String error, int failures) {

        Duration delay() {
            Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10));
            return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        }
    }

    Trouble note(String sagaId, Throwable cause) {
        if (bySaga.size() >= MAX_REMEMBERED) {
            bySaga.clear();
        }
        return bySaga.merge(
                sagaId,
                new Trouble(FailureText.describe(cause), 1),
                (before, now) -> new Trouble(now.error(), before.failures() + 1));
    }

    void over(String sagaId) {
        bySaga.remove(sagaId);
    }

    Optional<Trouble> of(String sagaId) {
        return Optional.ofNullable(bySaga.get(sagaId));
    }
}
