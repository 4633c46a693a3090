package org.headrace.engine.saga;

/** Who runs the sagas of this node. Safe for use by many threads. */
public interface SagaWorkers {

    /** Runs a task soon; false: there is no room for it. */
    boolean execute(Runnable task);

    /** How many tasks run at a time. */
    int size();
}
