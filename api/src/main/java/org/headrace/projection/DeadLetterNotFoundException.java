package org.headrace.projection;

import org.headrace.projection.DeadLetter.Address;

/** The projection has no dead letter for this event; somebody else may have dealt with it. */
public final class DeadLetterNotFoundException extends RuntimeException {
    public DeadLetterNotFoundException(String projection, Address at) {
        super("Projection " + projection + " has no dead letter for the event at offset " + at.offset() + " of stream "
                + at.stream());
    }
}
