package org.headrace.engine.saga;

import org.headrace.saga.spi.SagaStateStore.Known;

/** How one turn of a saga ended. */
sealed interface Turn {

    /**
     * Something is stored.
     *
     * @param known as it is stored now
     * @param goesOn whether more is to be done at once; else it rests, or has been given back to be ready later
     */
    record Moved(Change change, Known known, boolean goesOn) implements Turn {}

    /** This node does not have it any more: it has ended, rests, or another node has taken it. */
    record Over() implements Turn {}

    /** Something else is to be done with it than was seen: look again. */
    record Stale() implements Turn {}

    /** The database could not do its part; nothing counts. */
    record Interrupted(Throwable cause) implements Turn {}
}
