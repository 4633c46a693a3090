package org.headrace.engine.hub;

/**
 * What becomes of a subscription whose client does not keep up. Only one that has been at the live edge can be slow: who
 * catches up is not.
 *
 * @param maxLag how many events the subscription may be behind the newest one, wanted or not; at least 1
 */
public record WhenSlow(Policy policy, long maxLag) {

    /** What is done. */
    public enum Policy {
        /** Nothing: the client gets every event, however late. */
        PACE,
        /** Goes on at the newest event, and tells the client what it has not been sent. */
        CONFLATE,
        /** Ends the connection, and tells the client why. */
        DISCONNECT
    }

    public static final long DEFAULT_MAX_LAG = 1_000;

    public static final WhenSlow DEFAULT = new WhenSlow(Policy.PACE, DEFAULT_MAX_LAG);

    public WhenSlow {
        if (maxLag < 1) {
            throw new IllegalArgumentException("maxLag must be at least 1, is " + maxLag);
        }
    }
}
