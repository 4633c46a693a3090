package org.headrace.persistence.stream;

import java.util.List;

/**
 * One transaction's way into a store. {@link #write} takes the locks of the streams it meets, in order of name, and holds
 * them until the transaction ends.
 */
interface AppendSession {

    /**
     * Accepts or refuses each append on its own and writes the accepted ones.
     *
     * @throws org.headrace.stream.EventLogUnavailableException when the store failed; the transaction must roll back
     */
    void write(List<PendingAppend> group);

    void committed();

    void rolledBack();
}
