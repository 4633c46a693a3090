package org.headrace.engine.projection;

import java.util.Collection;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.BatchContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.StreamProjection;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Upcaster;

/** A projection's handler as the engine calls it, without checkpoints and transactions: those are the caller's. For tests. */
public final class EmbeddedProjection {

    private final ProjectionDefinition definition;
    private final HandlerCall handler;
    private final Upcasters upcasters;

    /** @throws InvalidInputException when the definition does not fit its handler */
    public EmbeddedProjection(ProjectionDefinition definition, Collection<Upcaster> upcasters) {
        this.definition = definition;
        this.handler = HandlerCall.of(definition);
        this.upcasters = new Upcasters(upcasters);
    }

    /**
     * The definition that a handler's annotation makes.
     *
     * @throws InvalidInputException when it has none
     */
    public static ProjectionDefinition definitionOf(Object handler) {
        StreamProjection annotation = handler.getClass().getAnnotation(StreamProjection.class);
        if (annotation == null) {
            throw new InvalidInputException(
                    "handler", handler.getClass().getName() + " must be annotated with @StreamProjection");
        }
        return ProjectionEngine.definitionOf(annotation, handler);
    }

    /** @param events at least one, of one stream, in order of offset */
    public void handle(List<RecordedEvent> events, boolean replaying) throws Exception {
        handler.handle(upcasters.upcast(events), new BatchContext(definition.name(), 0, replaying));
    }
}
