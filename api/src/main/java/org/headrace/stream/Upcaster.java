package org.headrace.stream;

import org.headrace.json.JsonText;

/**
 * Brings the data of events of an old form into a newer one, before a projection sees them. What is stored stays as it
 * is. Upcasters chain: the newest form is reached by as many of them as there are. Changing the type renames it.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class UserAddedWithFullName implements Upcaster {
 *     public EventVersion from() { return EventVersion.of("UserAdded"); }
 *     public EventVersion to() { return new EventVersion("UserAdded", 2); }
 *     public JsonText upcast(JsonText data) { … }
 * }
 * }</pre>
 *
 * <p>A CDI bean, found in any module of the deployment. An event's version is the number {@value SchemaVersion#MEMBER}
 * in its metadata, 1 where there is none; {@link NewEvent#of(Object)} writes it for classes with
 * {@link EventType#version()}.
 */
public interface Upcaster {

    /** What it takes. At most one upcaster takes a form. */
    EventVersion from();

    /** What it makes of it. Never, through whatever other upcasters, the form that it takes. */
    EventVersion to();

    /**
     * Converts. Pure: the same for the same data, without effects, by any number of threads. What it throws is the
     * failure of the event, as if the projection had thrown it.
     */
    JsonText upcast(JsonText data) throws Exception;
}
