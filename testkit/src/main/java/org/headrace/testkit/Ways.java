package org.headrace.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.headrace.saga.SagaStep;

/** The ways a saga goes in both directions: as the scenario has it, and back from its last step. */
record Ways(SagaScenario scenario) {

    /**
     * A new fault for each run, by how it is told.
     *
     * @return the first one does nothing
     */
    Map<String, Supplier<Fault>> all() {
        Map<String, Supplier<Fault>> ways = new LinkedHashMap<>();
        ways.put("", Faults::none);
        List<SagaStep> steps = scenario.definition().steps().all();
        SagaStep last = steps.get(steps.size() - 1);
        if (!scenario.isFailing()) {
            // The last step's own compensation is reached in doubt only.
            ways.put(
                    ", when " + last.name() + " fails",
                    EveryStepFails.isUndoneInDoubt(last)
                            ? () -> Faults.answerLost(last.name())
                            : () -> Faults.failing(last.name()));
        }
        return ways;
    }
}
