package org.headrace.projection;

/**
 * Builds a read model from events of any type. Threads, transaction and retry as in {@link Projection}.
 */
public interface DynamicProjection {

    /**
     * Handles one event.
     *
     * @param event the decoded payload where the event's type is one of {@link StreamProjection#events()}, else its
     *     {@link org.headrace.json.JsonText}
     */
    void project(Object event, EventContext context) throws Exception;
}
