package org.headrace.cluster.spi;

/** Where nodes tell each other that they live. */
public interface NodeStore {

    /**
     * Opens a line of the caller's own. It stays open, so that nobody's use of the connection pool can keep the node
     * from saying that it lives.
     *
     * @throws org.headrace.stream.EventLogUnavailableException when the store does not answer
     */
    NodeLine open();
}
