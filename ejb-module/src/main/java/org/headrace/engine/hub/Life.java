package org.headrace.engine.hub;

/** How far a connection has come. */
enum Life {
    /** Waits for its client to say what it speaks. */
    OPEN,
    RUNNING,
    /** Its last messages go out. */
    ENDING,
    GONE
}
