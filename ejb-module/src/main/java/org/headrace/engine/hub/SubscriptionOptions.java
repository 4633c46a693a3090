package org.headrace.engine.hub;

import java.util.Map;
import java.util.Set;
import org.headrace.stream.RecordedEvent;

/**
 * What a client wants of a subscription beside its events.
 *
 * @param eventTypes only events of these types are sent; empty: of all
 * @param keys only events about these keys are sent; empty: about all, or nothing
 * @param window how many events may be sent ahead of the client's acknowledgements
 * @param whenSlow what to do when the client does not keep up
 * @param offsets of a pattern: the first offset wanted of some of the streams it matches
 */
public record SubscriptionOptions(
        Set<String> eventTypes, Set<String> keys, Window window, WhenSlow whenSlow, Map<String, Long> offsets) {

    public static final SubscriptionOptions NONE = new SubscriptionOptions(Set.of(), Set.of());

    /** A filter, and nothing else. */
    public SubscriptionOptions(Set<String> eventTypes, Set<String> keys) {
        this(eventTypes, keys, Window.NONE);
    }

    /** A filter and a window. */
    public SubscriptionOptions(Set<String> eventTypes, Set<String> keys, Window window) {
        this(eventTypes, keys, window, WhenSlow.DEFAULT, Map.of());
    }

    /** No window. */
    public SubscriptionOptions(Set<String> eventTypes, Set<String> keys, WhenSlow whenSlow, Map<String, Long> offsets) {
        this(eventTypes, keys, Window.NONE, whenSlow, offsets);
    }

    public SubscriptionOptions {
        eventTypes = Set.copyOf(eventTypes);
        keys = Set.copyOf(keys);
        offsets = Map.copyOf(offsets);
    }

    /** Whether there is no filter. */
    boolean sendAll() {
        return eventTypes.isEmpty() && keys.isEmpty();
    }

    /** Whether an event is to be sent. */
    boolean want(RecordedEvent event) {
        String key = event.key();
        return (eventTypes.isEmpty() || eventTypes.contains(event.type()))
                && (keys.isEmpty() || (key != null && keys.contains(key)));
    }
}
