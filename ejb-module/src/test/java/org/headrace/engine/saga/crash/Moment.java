package org.headrace.engine.saga.crash;

/** Where a thread of a node may be, as seen from what the engine is given. */
enum Moment {
    /** A saga that is stored, and of which nothing was run, is about to be held. */
    FIRST_SEEN(false),
    CLAIMED(false),
    /** The work entry is locked by the fence. */
    HELD(true),
    /** The step has written. */
    IN_STEP(true),
    FLUSHED(true),
    /** The step's end is written to the log. */
    LOGGED(true),
    BEFORE_COMMIT(true),
    /** The store has committed, the engine has not been told. */
    COMMITTED(false),
    /** The engine was told of the commit, and has not begun anything else. */
    GOING_ON(false),
    CALL_STARTED(false),
    /** The other system has done it, and does not answer. */
    CALL_UNANSWERED(false),
    CALL_ANSWERED(false);

    private final boolean inTransaction;

    Moment(boolean inTransaction) {
        this.inTransaction = inTransaction;
    }

    boolean isInTransaction() {
        return inTransaction;
    }
}
