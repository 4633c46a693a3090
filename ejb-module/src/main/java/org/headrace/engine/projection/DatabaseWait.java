package org.headrace.engine.projection;

/** Ends a turn because the database failed in the middle of it. Never leaves the runner. */
final class DatabaseWait extends RuntimeException {

    private final Throwable failure;

    DatabaseWait(Throwable failure) {
        super(failure);
        this.failure = failure;
    }

    Throwable failure() {
        return failure;
    }
}
