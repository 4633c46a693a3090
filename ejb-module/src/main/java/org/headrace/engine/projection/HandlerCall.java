package org.headrace.engine.projection;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.BatchContext;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.PreparedProjection;
import org.headrace.projection.Projection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.stream.EventTypes;
import org.headrace.stream.RecordedEvent;
import org.headrace.trace.TraceContext;
import org.headrace.trace.TraceScope;

/** Hands events to a projection's handler, in the form that its kind takes. */
sealed interface HandlerCall {

    /**
     * Handles events of one stream in order of offset.
     *
     * @return how many of them are of a type that the projection has no class for
     */
    int handle(List<RecordedEvent> events, BatchContext context) throws Exception;

    /** @throws InvalidInputException when the definition does not fit its handler */
    static HandlerCall of(ProjectionDefinition definition) {
        if (definition.handler() instanceof Projection<?> projection) {
            return typed(projection, definition);
        }
        var payloads = new PayloadTypes(definition.events());
        if (definition.handler() instanceof DynamicProjection projection) {
            return new Dynamic(projection, payloads);
        }
        return new Batch((BatchProjection) definition.handler(), payloads);
    }

    private static <E> Typed<E> typed(Projection<E> projection, ProjectionDefinition definition) {
        Class<E> payload = payloadOf(projection, definition);
        return new Typed<>(projection, payload, EventTypes.nameOf(payload));
    }

    @SuppressWarnings("unchecked") // the type argument of Projection<E> is E
    private static <E> Class<E> payloadOf(Projection<E> projection, ProjectionDefinition definition) {
        if (definition.events().size() == 1) {
            return (Class<E>) definition.events().get(0);
        }
        if (definition.events().isEmpty()) {
            Optional<Class<?>> declared = declaredPayload(projection.getClass());
            if (declared.isPresent()) {
                return (Class<E>) declared.get();
            }
        }
        throw new InvalidInputException(
                "events",
                "name the one payload class of projection " + definition.name() + ": a Projection handles one event"
                        + " type, a DynamicProjection several");
    }

    /** Looks for {@code Projection<X>} on the class and above it (proxies and subclasses included). */
    private static Optional<Class<?>> declaredPayload(Class<?> handler) {
        for (Class<?> c = handler; c != null; c = c.getSuperclass()) {
            for (Type type : c.getGenericInterfaces()) {
                if (type instanceof ParameterizedType generic
                        && generic.getRawType() == Projection.class
                        && generic.getActualTypeArguments()[0] instanceof Class<?> payload) {
                    return Optional.of(payload);
                }
            }
        }
        return Optional.empty();
    }

    /** One event type. */
    record Typed<E>(Projection<E> projection, Class<E> payload, String type) implements HandlerCall {
        @Override
        public int handle(List<RecordedEvent> events, BatchContext context) throws Exception {
            prepare(projection, events, context);
            int unknown = 0;
            for (RecordedEvent event : events) {
                if (event.type().equals(type)) {
                    inTrace(event, () -> projection.project(event.payload(payload), contextOf(event, context)));
                } else {
                    unknown++;
                }
            }
            return unknown;
        }
    }

    /** Any type. */
    record Dynamic(DynamicProjection projection, PayloadTypes payloads) implements HandlerCall {
        @Override
        public int handle(List<RecordedEvent> events, BatchContext context) throws Exception {
            prepare(projection, events, context);
            for (RecordedEvent event : events) {
                Optional<Class<?>> payload = payloads.classOf(event.type());
                Object decoded = payload.isPresent() ? event.payload(payload.get()) : event.data();
                inTrace(event, () -> projection.project(decoded, contextOf(event, context)));
            }
            return payloads.countUnknown(events);
        }
    }

    /** All at once. */
    record Batch(BatchProjection projection, PayloadTypes payloads) implements HandlerCall {
        @Override
        public int handle(List<RecordedEvent> events, BatchContext context) throws Exception {
            projection.project(events, context);
            return payloads.countUnknown(events);
        }
    }

    private static void prepare(Object handler, List<RecordedEvent> events, BatchContext context) throws Exception {
        if (handler instanceof PreparedProjection prepared) {
            prepared.prepare(events, context);
        }
    }

    /** A handler's work. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** What the handler appends goes on with the event's trace. */
    private static void inTrace(RecordedEvent event, Work work) throws Exception {
        Optional<TraceContext> trace = TraceContext.in(event.metadata());
        if (trace.isEmpty()) {
            work.run();
            return;
        }
        TraceScope scope = TraceScope.open(trace.get().child());
        try {
            work.run();
        } finally {
            scope.close();
        }
    }

    private static EventContext contextOf(RecordedEvent event, BatchContext batch) {
        return new EventContext(batch.projection(), event, batch.attempt(), batch.replaying());
    }
}
