package org.headrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headrace.saga.Direction;
import org.headrace.saga.InDoubt;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.External;
import org.junit.jupiter.api.DynamicTest;

/** Lets each step of a saga fail once. */
record EveryStepFails(SagaScenario scenario) {

    EveryStepFails {
        scenario.requireWatched();
    }

    Stream<DynamicTest> tests() {
        List<SagaStep> steps = scenario.definition().steps().all();
        List<DynamicTest> tests = new ArrayList<>();
        for (SagaStep step : steps) {
            tests.add(DynamicTest.dynamicTest(
                    step.name() + " fails", () -> requireUndone(steps, Faults.failing(step.name()), "")));
            if (isUndoneInDoubt(step)) {
                tests.add(DynamicTest.dynamicTest(
                        step.name() + " takes effect, and its answer never comes",
                        () -> requireUndone(steps, Faults.answerLost(step.name()), step.name())));
            }
        }
        return tests.stream();
    }

    /** Whether a call of which nobody learns is undone. */
    static boolean isUndoneInDoubt(SagaStep step) {
        return step.kind() instanceof External call
                && call.inDoubt() == InDoubt.RETRY
                && call.undoneInDoubt()
                && step.compensation() != null;
    }

    /** @param doubtful undone too, before the completed ones; empty: none */
    private void requireUndone(List<SagaStep> steps, Fault fault, String doubtful) {
        SagaOutcome outcome = scenario.run(fault).thenCompensated();
        List<String> wanted = new ArrayList<>();
        for (String name : outcome.steps(Direction.EXECUTE)) {
            if (steps.stream().anyMatch(step -> step.name().equals(name) && step.compensation() != null)) {
                wanted.add(0, name);
            }
        }
        if (!doubtful.isEmpty()) {
            wanted.add(0, doubtful);
        }
        outcome.thenUndone(wanted.toArray(String[]::new)).thenCleanSlate();
    }
}
