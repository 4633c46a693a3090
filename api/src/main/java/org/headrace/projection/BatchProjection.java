package org.headrace.projection;

import java.util.List;
import org.headrace.stream.RecordedEvent;

/**
 * Builds a read model from many events at once, for models that fold: read a row once, apply all its events, write it
 * once. Threads, transaction and retry as in {@link Projection}; after a failure the batch is halved until the failing
 * event stands alone, so a batch may be any size from one to {@link StreamProjection#batchSize()}.
 */
public interface BatchProjection {

    /**
     * Handles some events.
     *
     * @param events at least one, of one stream, in order of offset
     */
    void project(List<RecordedEvent> events, BatchContext context) throws Exception;
}
