package org.headrace.projection.spi;

import java.util.Optional;

/** Keeps {@link RunState}s by projection. Transactions as in {@link CheckpointStore}. */
public interface RunStateStore {

    /** Nothing when none was ever saved. */
    Optional<RunState> load(String projection);

    /** Inserts or replaces. */
    void save(String projection, RunState state);

    void remove(String projection);
}
