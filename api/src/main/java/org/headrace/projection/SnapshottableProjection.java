package org.headrace.projection;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A projection whose read model can be written down and read in again, so that a rebuild need not begin at the first event:
 * implemented beside one of the projection interfaces, and beside {@link ResettableProjection}.
 */
public interface SnapshottableProjection {

    /** What snapshots of today look like and mean. A snapshot of another version is never read: change it with either. */
    int snapshotVersion();

    /** Writes the whole read model. Called in a transaction, while no event is processed. */
    void writeSnapshot(OutputStream out) throws Exception;

    /**
     * Puts what was written into the read model, which is empty. Called in the transaction that sets the checkpoint; what
     * is thrown rolls it back, and an older snapshot is tried, or none.
     */
    void readSnapshot(InputStream in) throws Exception;
}
