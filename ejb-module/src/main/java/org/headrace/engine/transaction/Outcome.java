package org.headrace.engine.transaction;

/** How a transaction ended. */
public sealed interface Outcome {

    /** It is committed. */
    record Committed() implements Outcome {}

    /** It is rolled back because of what the work did. */
    record WorkFailed(Throwable cause) implements Outcome {}

    /** It is rolled back, or its fate is unknown, because of what lies beneath us; the work is not to blame. */
    record InfrastructureFailed(Throwable cause) implements Outcome {}
}
