package org.headrace.engine.hub;

import org.jspecify.annotations.Nullable;

/**
 * A subscription at one moment.
 *
 * @param pattern that the client subscribed to, and the stream matches; null: it named the stream
 * @param next the offset that is looked at next; null: where a live subscription begins is still being found out
 * @param head the stream's newest offset as far as the node knows, −1 for none
 * @param acknowledged up to there, −1 for nothing
 * @param unacknowledged events sent that count against the window; 0 where there is none
 * @param paused by an operator
 */
public record SubscriptionStatus(
        String stream,
        @Nullable String pattern,
        SubscriptionOptions options,
        @Nullable Long next,
        long head,
        long acknowledged,
        int unacknowledged,
        boolean paused) {

    /** How many events of the stream lie before the subscription, wanted or not. */
    public long lag() {
        return next == null ? 0 : Math.max(0, head + 1 - next);
    }
}
