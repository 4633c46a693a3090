package org.headrace.saga;

/**
 * A saga that is stored, and will run.
 *
 * @param isNew false: it was there already under its business key
 */
public record SagaStarted(String sagaId, String correlationId, boolean isNew) {}
