package org.headrace.stream.spi;

/**
 * Told how appends fare at this node, for its metrics. It is called by many threads, returns at once and never throws. CDI
 * beans of this type are found by the store.
 */
public interface AppendObserver {

    /** What an append without a transaction of its caller's was answered. */
    enum Answer {
        /** It is durable; or its events had been appended before. */
        ACCEPTED,
        /** The log does not take it: the stream is elsewhere than expected, or closed, or it is not as it must be. */
        REFUSED,
        /** The store did not answer; nothing was appended. */
        UNAVAILABLE,
        /** The connection broke during the commit. */
        UNKNOWN
    }

    /**
     * An append was answered.
     *
     * @param events appended by it
     * @param nanos that its caller waited
     */
    void answered(Answer answer, int events, long nanos);

    /** A transaction of a caller's has committed, and so many events with it. */
    void joined(int events);

    /**
     * Appends of several callers were committed together.
     *
     * @param appends how many
     * @param waited for a connection of the pool, in nanoseconds
     * @param nanos from the connection being there to the commit
     */
    void committed(int appends, long waited, long nanos);
}
