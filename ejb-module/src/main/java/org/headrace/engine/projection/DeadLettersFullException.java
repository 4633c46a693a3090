package org.headrace.engine.projection;

/** No more events may be parked: the projection must stand. */
final class DeadLettersFullException extends RuntimeException {
    DeadLettersFullException(String message) {
        super(message);
    }
}
