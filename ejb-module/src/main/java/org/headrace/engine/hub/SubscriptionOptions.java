package org.headrace.engine.hub;

import java.util.Set;

/**
 * What a client wants of a subscription beside its events.
 *
 * @param eventTypes only events of these types are sent; empty: of all
 * @param keys only events about these keys are sent; empty: about all, or nothing
 * @param window how many events may be sent ahead of the client's acknowledgements
 */
public record SubscriptionOptions(Set<String> eventTypes, Set<String> keys, Window window) {

    public static final SubscriptionOptions NONE = new SubscriptionOptions(Set.of(), Set.of(), Window.NONE);

    public SubscriptionOptions {
        eventTypes = Set.copyOf(eventTypes);
        keys = Set.copyOf(keys);
    }
}
