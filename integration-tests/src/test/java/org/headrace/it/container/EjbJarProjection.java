package org.headrace.it.container;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.StreamProjection;

/** A user's projection in an ejb-jar, that writes through an EJB. */
@ApplicationScoped
@StreamProjection(name = "in-an-ejb-jar", streams = "UsersStream")
public class EjbJarProjection implements DynamicProjection {

    @Inject
    UsersEjb ejb;

    @Override
    public void project(Object event, EventContext context) {
        ejb.add("ejb-jar-" + context.event().offset());
    }
}
