package org.headrace.saga;

import org.headrace.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One run of a definition.
 *
 * @param id a UUID, made at the start
 * @param correlationId what it is about, e.g. an order's id; several sagas may share one
 * @param name the definition's name
 * @param trace that it was started in, the same all along; null: none
 */
public record Saga(String id, String correlationId, String name, @Nullable TraceContext trace) {

    /** In no trace. */
    public Saga(String id, String correlationId, String name) {
        this(id, correlationId, name, null);
    }

    /** The same, in another trace. */
    public Saga in(@Nullable TraceContext newTrace) {
        return new Saga(id, correlationId, name, newTrace);
    }
}
