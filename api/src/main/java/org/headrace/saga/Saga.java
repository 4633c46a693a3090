package org.headrace.saga;

/**
 * One run of a definition.
 *
 * @param id a UUID, made at the start
 * @param correlationId what it is about, e.g. an order's id; several sagas may share one
 * @param name the definition's name
 */
public record Saga(String id, String correlationId, String name) {}
