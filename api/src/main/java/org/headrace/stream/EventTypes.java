package org.headrace.stream;

/** The event types of payload classes. */
public final class EventTypes {

    private EventTypes() {}

    /** The value of the class's {@link EventType}, else its simple name. */
    public static String nameOf(Class<?> payload) {
        EventType named = payload.getAnnotation(EventType.class);
        return named == null || named.value().isEmpty() ? payload.getSimpleName() : named.value();
    }

    /** The version of the class's {@link EventType}, else 1. */
    public static int versionOf(Class<?> payload) {
        EventType named = payload.getAnnotation(EventType.class);
        return named == null ? 1 : named.version();
    }
}
