package org.headrace.projection.spi;

import java.util.List;
import java.util.Optional;

/** Keeps snapshots. Transactions as in {@link CheckpointStore}. */
public interface SnapshotStore {

    /**
     * Adds one.
     *
     * @return the same with its id
     */
    Snapshot save(Snapshot snapshot, byte[] content);

    /** The newest first. */
    List<Snapshot> list(String projection);

    /** Nothing when it was dropped. */
    Optional<byte[]> content(long id);

    /** Drops all of a projection but the newest few. */
    void keepNewest(String projection, int count);
}
