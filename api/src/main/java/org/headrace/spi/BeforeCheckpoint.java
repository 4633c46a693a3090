package org.headrace.spi;

/**
 * Writes out what a module has pending in the current transaction. A module with a persistence unit of its own offers a
 * CDI bean of this type that calls {@code entityManager.flush()}: the engine calls it before it moves a checkpoint, so
 * that a row the database refuses is seen as the failure of the event that wrote it.
 */
public interface BeforeCheckpoint {
    void flush();
}
