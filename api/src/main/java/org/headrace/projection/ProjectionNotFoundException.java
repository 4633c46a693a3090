package org.headrace.projection;

/** No projection of that name is registered on this node. */
public final class ProjectionNotFoundException extends RuntimeException {
    public ProjectionNotFoundException(String name) {
        super("No projection is named " + name);
    }
}
