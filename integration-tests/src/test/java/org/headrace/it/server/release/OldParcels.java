package org.headrace.it.server.release;

import jakarta.enterprise.context.ApplicationScoped;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.StreamProjection;

/** A projection that only the old release has. */
@ApplicationScoped
@StreamProjection(name = "old-parcels", streams = "Parcels")
public class OldParcels implements DynamicProjection {

    @Override
    public void project(Object event, EventContext context) throws Exception {
        Notes.add("old-parcel " + context.event().offset());
    }
}
