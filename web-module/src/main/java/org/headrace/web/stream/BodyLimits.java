package org.headrace.web.stream;

import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;

/**
 * How much one request may hold.
 *
 * @param event bytes of one event
 * @param whole bytes of what is appended as one: an array, or NDJSON with {@code atomic=true}
 */
record BodyLimits(int event, int whole) {

    private static final int MAX_EVENT = 1024 * 1024 * 1024;
    private static final int WHOLE = 64 * 1024 * 1024;

    /** Room for what an event has beside its data; the log itself is exact about the data. */
    private static final int BESIDE_DATA = 64 * 1024;

    static BodyLimits forData(int maxEventBytes) {
        int event = Math.min(maxEventBytes, MAX_EVENT) + BESIDE_DATA;
        return new BodyLimits(event, Math.max(event, WHOLE));
    }

    static ProblemException tooLarge(String what) {
        return new ProblemException(Problem.of(ProblemType.TOO_LARGE, what));
    }
}
