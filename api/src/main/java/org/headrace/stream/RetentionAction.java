package org.headrace.stream;

import java.time.Instant;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has done to a stream.
 *
 * @param below of {@link Kind#ARCHIVED} the offset below which events were to be archived; else null
 */
public record RetentionAction(Instant at, Kind kind, @Nullable Long below, Operator by) {

    /** What was done. */
    public enum Kind {
        CLOSED,
        REOPENED,
        ARCHIVED
    }
}
