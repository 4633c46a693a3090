package org.headrace.saga;

import java.time.Duration;
import org.headrace.input.InvalidInputException;

/**
 * How long a saga may take until its last step is executed. When that has passed it is cancelled, after the step it is in;
 * compensation takes as long as it takes.
 *
 * @param within from the start on, over 0
 * @param runsWhilePaused false: a pause takes as long as it takes, and puts the end off; true: a saga that is resumed too
 *     late is cancelled then
 */
public record SagaDeadline(Duration within, boolean runsWhilePaused) {

    /** @throws InvalidInputException when the time is not over 0 */
    public SagaDeadline {
        if (within.isZero() || within.isNegative()) {
            throw new InvalidInputException("deadline", "must be over 0, is " + within);
        }
    }

    /** A pause puts it off. */
    public static SagaDeadline of(Duration within) {
        return new SagaDeadline(within, false);
    }
}
