package org.headrace.stream;

import java.util.List;
import java.util.UUID;

/**
 * The receipt for an append. Event ids are known at once. Offsets are known when the append is durable; inside a
 * caller's transaction that is after its commit, or at once when the append took the stream's lock early
 * ({@link EventLog#lockAndAppend}, or an append with an expectation). Safe for use by several threads.
 */
public interface Appended {

    String stream();

    /** One an event, in the order given. */
    List<UUID> eventIds();

    /** Whether {@link #offsets()} can be asked. */
    boolean isOffsetKnown();

    /**
     * One an event, in the order given. An event that the stream already held has the offset it got then.
     *
     * @throws IllegalStateException before the offsets are known, and after the transaction was rolled back
     */
    List<Long> offsets();

    /** How many of the events the stream already held, so that they were not written again. */
    int duplicates();

    /** @throws IllegalStateException as {@link #offsets()} */
    default long firstOffset() {
        return offsets().get(0);
    }

    /** @throws IllegalStateException as {@link #offsets()} */
    default long lastOffset() {
        return offsets().get(offsets().size() - 1);
    }

    default int count() {
        return eventIds().size();
    }
}
