package org.headrace.engine.hub;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it subscribes.
 *
 * @param stream its name; or how names begin and {@code *}, for all such streams, those to come included
 * @param from the first offset wanted, which may lie in the future; null: what is appended from now on
 */
public record SubscriptionRequest(String stream, @Nullable Long from, SubscriptionOptions options) {

    public static SubscriptionRequest to(String stream, @Nullable Long from) {
        return new SubscriptionRequest(stream, from, SubscriptionOptions.NONE);
    }
}
