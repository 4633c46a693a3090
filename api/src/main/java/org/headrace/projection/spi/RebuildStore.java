package org.headrace.projection.spi;

import java.util.Optional;

/** Keeps the {@link Rebuild}s that are under way or can be rolled back, one a projection. Transactions as in {@link CheckpointStore}. */
public interface RebuildStore {

    Optional<Rebuild> load(String projection);

    /** As {@link #load}, and nobody else changes it, nor runs a batch of it, until the caller's transaction ends. */
    Optional<Rebuild> lock(String projection);

    /** Inserts or replaces. */
    void save(Rebuild rebuild);

    void remove(String projection);
}
