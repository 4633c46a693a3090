package org.headrace.engine.saga;

import org.headrace.saga.spi.SagaRecord;

/** How one turn of a saga ended. */
sealed interface Turn {

    /** Something is stored; more may be ready at once. */
    record Moved(SagaRecord before, SagaRecord after) implements Turn {}

    /** Nothing to do here now: it rests, waits, or is being run elsewhere. */
    record Over() implements Turn {}

    /** Something else is to be done with it than was seen: look again. */
    record Stale() implements Turn {}

    /** The database could not do its part; nothing counts. */
    record Interrupted(Throwable cause) implements Turn {}
}
