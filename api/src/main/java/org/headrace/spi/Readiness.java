package org.headrace.spi;

/** Whether this node has started. */
public interface Readiness {

    /** Whether the schema is right and projections are running. */
    boolean isStarted();

    /** What it is doing, or why it cannot start, in a sentence. */
    String detail();
}
