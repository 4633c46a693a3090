package org.headrace.engine.saga.crash;

/** What befalls a node at a point. */
enum FaultKind {
    /** Its process ends there. */
    HALT,
    /** Its process stands still past its lease, while another node takes over, and then goes on. */
    STOP,
    /** The backend of its transaction is terminated; the process goes on. */
    BACKEND,
    /** What it asked for is done, and the answer does not come; the process goes on. */
    LOST,
    /** PostgreSQL is restarted; the process goes on. */
    RESTART;

    /** Whether the node waits at the point for what the test does then. */
    boolean isDoneByTest() {
        return this == HALT || this == STOP || this == RESTART;
    }
}
