package org.headrace.web.security;

import java.util.function.Predicate;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The streams that a test's caller may know of. */
public final class StreamsKnown extends KnownStreams {

    /** Where no stream is restricted. */
    public static final KnownStreams ALL = new StreamsKnown(null);

    private final @Nullable Predicate<String> known;

    private StreamsKnown(@Nullable Predicate<String> known) {
        this.known = known;
    }

    /** Where some are. */
    public static KnownStreams only(Predicate<String> known) {
        return new StreamsKnown(known);
    }

    @Override
    public boolean areAll() {
        return known == null;
    }

    @Override
    protected @Nullable Problem refusal(String stream) {
        return known == null || known.test(stream) ? null : Problem.of(ProblemType.STREAM_RESTRICTED, "not " + stream);
    }
}
