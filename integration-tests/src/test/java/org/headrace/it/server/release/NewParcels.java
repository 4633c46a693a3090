package org.headrace.it.server.release;

import jakarta.enterprise.context.ApplicationScoped;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.StreamProjection;

/** A projection that only the new release has. */
@ApplicationScoped
@StreamProjection(name = "new-parcels", streams = "Parcels")
public class NewParcels implements DynamicProjection {

    @Override
    public void project(Object event, EventContext context) throws Exception {
        Notes.add("new-parcel " + context.event().offset());
    }
}
