package org.headrace.projection;

/** What becomes of an event that has failed at all its tries. */
public enum OnPoison {
    /** The projection stands until somebody acts. */
    PAUSE,
    /**
     * The event becomes a dead letter and the projection goes on. Later events of its stream with its key are queued
     * behind it, so that the order of each key holds; an event without a key is parked alone.
     */
    DEAD_LETTER
}
