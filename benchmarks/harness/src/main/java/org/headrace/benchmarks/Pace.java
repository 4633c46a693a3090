package org.headrace.benchmarks;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param warmUp of each contestant, before all rounds
 * @param turn of each contestant in each round
 */
public record Pace(Duration warmUp, int rounds, Duration turn) {

    /** Long enough for the just-in-time compiler to be done. */
    public static final Pace WHOLE = new Pace(Duration.ofSeconds(60), 5, Duration.ofSeconds(6));

    /** A cell in less than a minute. */
    public static final Pace SHORT = new Pace(Duration.ofSeconds(4), 3, Duration.ofSeconds(1));

    /** In words. */
    String told() {
        return rounds + " of " + turn.toMillis() + " ms, after " + warmUp.toSeconds() + " s of warm-up each";
    }
}
