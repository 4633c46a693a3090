package org.headrace.it.container;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.StreamProjection;

/** A user's projection in a plain jar, that writes by JPA. */
@ApplicationScoped
@StreamProjection(name = "in-a-library", streams = "UsersStream")
public class LibraryProjection implements DynamicProjection {

    @Inject
    UsersRows rows;

    @Override
    public void project(Object event, EventContext context) {
        rows.add("library-" + context.event().offset());
    }
}
