package org.headrace.engine.security;

/** What a caller may do; a caller may have several. */
public enum Role {
    /** Reads streams, read models and states, subscribes. */
    READER("headrace-reader"),
    /** Appends, starts sagas and gives them signals; reads. */
    WRITER("headrace-writer"),
    /** Pauses, rebuilds, retries, cancels and the like; reads. */
    OPERATOR("headrace-operator");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** As servers and people write it; by default also the name of the group that has it. */
    public String text() {
        return text;
    }

    /** Whether who has this one may do what needs the other. */
    public boolean includes(Role other) {
        return this == other || other == READER;
    }
}
