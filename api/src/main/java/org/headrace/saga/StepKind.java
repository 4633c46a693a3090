package org.headrace.saga;

import java.time.Duration;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** How a step is carried out. */
public sealed interface StepKind {

    /** In one JTA transaction with the saga's state: its writes to the data source happen once. */
    record Transactional() implements StepKind {}

    /**
     * A call to another system, outside of any transaction. That it is about to be made is stored before it, and its end
     * after it.
     *
     * @param inDoubt what is done when only the first of these is known
     * @param probe of {@link InDoubt#PROBE}, else null
     * @param undoneInDoubt whether the compensation is run, too, for a call of which it is not known whether it took
     *     effect: it must bear that there is nothing to undo
     */
    record External(InDoubt inDoubt, @Nullable SagaProbe probe, boolean undoneInDoubt) implements StepKind {

        /** @throws InvalidInputException when there is no probe to ask, or one that nobody would ask */
        public External {
            if ((inDoubt == InDoubt.PROBE) != (probe != null)) {
                throw new InvalidInputException("inDoubt", "goes with a probe if, and only if, it is PROBE");
            }
        }
    }

    /**
     * Waits for the signal of the step's name; what came with it is kept in the saga's data under that name. The step's
     * action, where there is one, then runs as a transactional one.
     *
     * @param atMost when that has passed without the signal, the step has failed for good
     */
    record Awaiting(Duration atMost) implements StepKind {

        /** @throws InvalidInputException when the time is not over 0 */
        public Awaiting {
            if (atMost.isZero() || atMost.isNegative()) {
                throw new InvalidInputException("atMost", "must be over 0, is " + atMost);
            }
        }
    }
}
