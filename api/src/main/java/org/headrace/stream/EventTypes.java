package org.headrace.stream;

/** The event types of payload classes. */
public final class EventTypes {

    private EventTypes() {}

    /** The value of the class's {@link EventType}, else its simple name. */
    public static String nameOf(Class<?> payload) {
        EventType named = payload.getAnnotation(EventType.class);
        return named == null ? payload.getSimpleName() : named.value();
    }
}
