package org.headrace.it.container;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.StreamProjection;

/** A user's projection in the WAR itself. */
@StreamProjection(name = "in-the-war", streams = "WarStream", batchSize = 5)
public class WarProjection implements DynamicProjection {

    static final List<Long> SEEN = new CopyOnWriteArrayList<>();

    @Override
    public void project(Object event, EventContext context) {
        SEEN.add(context.event().offset());
    }
}
