package org.headrace.engine.transaction;

/** How a transaction ended. */
public sealed interface Outcome {

    /** It is committed. */
    record Committed() implements Outcome {}

    /** It is rolled back because of what the work did. */
    record WorkFailed(Throwable cause) implements Outcome {}

    /**
     * It is rolled back because of what lies beneath us; the work is not to blame.
     *
     * @param atCommit true: the failure came while committing, so that it may be committed all the same
     */
    record InfrastructureFailed(Throwable cause, boolean atCommit) implements Outcome {}
}
