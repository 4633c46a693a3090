package org.headrace.projection;

import org.headrace.input.InvalidInputException;

/**
 * How a projection treats events that have failed at all their tries.
 *
 * @param maxDeadLetters from 1 to 1,000,000; with so many waiting, those queued included, the projection pauses rather
 *     than park another one
 */
public record PoisonPolicy(OnPoison onPoison, int maxDeadLetters) {

    public static final int DEFAULT_MAX_DEAD_LETTERS = 10_000;

    public static final PoisonPolicy DEFAULT = new PoisonPolicy(OnPoison.PAUSE, DEFAULT_MAX_DEAD_LETTERS);

    private static final int MOST = 1_000_000;

    /** @throws InvalidInputException for {@code maxDeadLetters} when it is out of its range */
    public PoisonPolicy {
        if (maxDeadLetters < 1 || maxDeadLetters > MOST) {
            throw new InvalidInputException("maxDeadLetters", "must be from 1 to " + MOST + ", is " + maxDeadLetters);
        }
    }

    public PoisonPolicy withMaxDeadLetters(int most) {
        return new PoisonPolicy(onPoison, most);
    }
}
