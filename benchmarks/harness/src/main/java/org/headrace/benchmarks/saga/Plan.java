package org.headrace.benchmarks.saga;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written of a saga in each commit after its start. The numbers of states are those of {@code saga_states}. */
final class Plan {

    private static final int RUNNING = 1;
    private static final int COMPLETED = 2;
    private static final int COMPENSATING = 3;
    private static final int COMPENSATED = 4;

    private static final Move FIRST =
            new Move("A", RUNNING, 1, "[\"A\"]", List.of(Happening.done("A", RUNNING)), false);
    private static final Move SECOND =
            new Move("B", RUNNING, 2, "[\"A\",\"B\"]", List.of(Happening.done("B", RUNNING)), false);

    private Plan() {}

    /**
     * The rows of a commit.
     *
     * @param effect null: none
     * @param completedSteps a JSON array
     * @param happenings one or two rows of {@code saga_step_log}
     */
    record Move(
            @Nullable String effect,
            int state,
            int currentStep,
            String completedSteps,
            List<Happening> happenings,
            boolean isLast) {}

    /** A row of {@code saga_step_log}. */
    record Happening(String status, int state, @Nullable String step, @Nullable String direction) {

        static final Happening STARTED = new Happening("STARTED", 0, null, null);

        static Happening done(String step, int state) {
            return new Happening("STEP_COMPLETED", state, step, "execute");
        }

        static Happening undone(String step) {
            return new Happening("STEP_COMPLETED", COMPENSATING, step, "compensate");
        }

        static Happening ended(String status, int state) {
            return new Happening(status, state, null, null);
        }
    }

    static List<Move> of(Story story) {
        return story == Story.HAPPY
                ? List.of(
                        FIRST,
                        SECOND,
                        new Move(
                                "C",
                                COMPLETED,
                                3,
                                "[\"A\",\"B\",\"C\"]",
                                List.of(Happening.done("C", RUNNING), Happening.ended("COMPLETED", COMPLETED)),
                                true))
                : List.of(
                        FIRST,
                        SECOND,
                        new Move(
                                null,
                                COMPENSATING,
                                2,
                                "[\"A\",\"B\"]",
                                List.of(
                                        new Happening("STEP_FAILED", RUNNING, "C", "execute"),
                                        Happening.ended("COMPENSATING", COMPENSATING)),
                                false),
                        new Move("undo B", COMPENSATING, 1, "[\"A\"]", List.of(Happening.undone("B")), false),
                        new Move(
                                "undo A",
                                COMPENSATED,
                                0,
                                "[]",
                                List.of(Happening.undone("A"), Happening.ended("COMPENSATED", COMPENSATED)),
                                true));
    }
}
