package org.headrace.engine.stream;

import java.time.Duration;

/**
 * How long to wait before the store is asked again where streams end. Other nodes' appends seldom come alone: after one
 * it is asked often, then ever less, down to the interval of those who are interested.
 */
record Pace(Duration pause, boolean failing) {

    static final Duration FASTEST = Duration.ofMillis(10);
    static final Pace FIRST = new Pace(Duration.ZERO, false);

    private static final Duration FIRST_AFTER_FAILURE = Duration.ofMillis(100);
    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(2);

    /** @param longest the interval when there is no traffic */
    Pace afterAnswer(boolean newsFromElsewhere, Duration longest) {
        return new Pace(atMost(longest, newsFromElsewhere ? FASTEST : doubled()), false);
    }

    Pace afterFailure() {
        return new Pace(failing ? atMost(LONGEST_AFTER_FAILURE, doubled()) : FIRST_AFTER_FAILURE, true);
    }

    private Duration doubled() {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(FASTEST) < 0 ? FASTEST : doubled;
    }

    private static Duration atMost(Duration most, Duration wanted) {
        return wanted.compareTo(most) < 0 ? wanted : most;
    }
}
