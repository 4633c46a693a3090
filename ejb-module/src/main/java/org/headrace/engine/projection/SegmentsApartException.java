package org.headrace.engine.projection;

/** Why something must wait a moment: a stream's segments have not come to one offset. */
final class SegmentsApartException extends RuntimeException {

    static boolean isCauseOf(Throwable refusal) {
        return refusal.getCause() instanceof SegmentsApartException;
    }
}
