package org.headrace.projection;

/** What a projection is doing. */
public enum ProjectionState {
    /** Registered, has not looked at its streams yet. */
    STARTING("Starting"),
    /** Reading what was appended before. */
    CATCHING_UP("CatchingUp"),
    /** At the head of its streams, waiting for events. */
    LIVE("Live"),
    /** An event failed and is tried again later. */
    RETRYING("Retrying"),
    /** The database does not answer; tried again without end. */
    WAITING_FOR_DATABASE("WaitingForDatabase"),
    /** The node that ran it is not heard of; another one takes over when its lease has run out. */
    WAITING_FOR_LEASE("WaitingForLease"),
    /** Stands until somebody resumes it: paused by an operator, or by an event that failed for good. */
    PAUSED("Paused"),
    /** Reading everything again after a reset. */
    REBUILDING("Rebuilding"),
    /** Cannot run: its checkpoint was beyond the end of its stream. Stands until somebody rebuilds or resumes it. */
    FAILED("Failed");

    private final String label;

    ProjectionState(String label) {
        this.label = label;
    }

    /** The name that clients see. */
    public String label() {
        return label;
    }
}
