package org.headrace.engine.hub;

import org.headrace.engine.stream.LiveStream;
import org.jspecify.annotations.Nullable;

/**
 * An event as it goes out on a subscription.
 *
 * @param previous the offset that its message names as the one before
 * @param answerer the number of the subscription that the client's answer to it is for; {@link #NOBODY}: it answers none
 * @param chars the length of its message
 */
record SentEvent(LiveStream live, long offset, long previous, long answerer, int chars) {

    static final long NOBODY = -1;

    /** The id under which the client is to answer an event; null: it is not. */
    static @Nullable String resultId(long answerer, long offset) {
        return answerer == NOBODY ? null : new ResultId(answerer, offset).text();
    }

    /** Whether it names the offset before its own. */
    boolean follows() {
        return previous == offset - 1;
    }
}
