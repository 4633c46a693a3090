package org.headrace.testkit;

import java.util.List;

/**
 * A read model, when all events have been projected. Each method holds it to something and returns this; what does not hold
 * is an {@link AssertionError}.
 */
public final class ProjectionOutcome {

    private final String projection;
    private final List<String> lines;

    ProjectionOutcome(String projection, List<String> lines) {
        this.projection = projection;
        this.lines = List.copyOf(lines);
    }

    /** It consists of these lines, in any order. */
    public ProjectionOutcome thenReadModel(String... wanted) {
        return requireLike(List.of(wanted), "all events have been projected");
    }

    List<String> lines() {
        return lines;
    }

    ProjectionOutcome requireLike(List<String> wanted, String when) {
        Effects difference = Effects.between(wanted, lines);
        if (!difference.isNone()) {
            throw new AssertionError("The read model of projection " + projection + " is not as it should be when: "
                    + when + ". Too much (+) and missing (-):" + difference.text());
        }
        return this;
    }
}
