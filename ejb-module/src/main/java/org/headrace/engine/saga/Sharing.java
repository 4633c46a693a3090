package org.headrace.engine.saga;

import java.time.Duration;

/**
 * How sagas share transactions.
 *
 * @param most how many at most are in one; 1: none is shared
 * @param longestAction on average, of a step that shares: what takes longer keeps others waiting for more than it saves
 * @param patience who has waited for a transaction for so long begins one, however many there are
 * @param company who could begin one while another is under way waits for so long, since the last one ended, for as many as
 *     that one was for: they are coming back for their next step
 */
record Sharing(int most, Duration longestAction, Duration patience, Duration company) {

    /** Two: while one commits, the other works. */
    static final int TRANSACTIONS_AT_ONCE = 2;

    /** Starts: their callers do not come back soon, so that only who is kept waiting gathers. */
    static final int STARTS_AT_ONCE = 1;

    /** A wait is longer than a commit takes, and far shorter than a person notices. */
    static final Sharing DEFAULT = new Sharing(16, Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(1));

    boolean isOn() {
        return most > 1;
    }

    Sharing ofAtMost(int newMost) {
        return new Sharing(newMost, longestAction, patience, company);
    }

    /** For those who do not come back. */
    Sharing withoutCompany() {
        return new Sharing(most, longestAction, patience, Duration.ZERO);
    }
}
