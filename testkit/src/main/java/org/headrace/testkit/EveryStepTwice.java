package org.headrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.headrace.saga.Direction;
import org.headrace.saga.InDoubt;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.External;
import org.junit.jupiter.api.DynamicTest;

/** Runs each step that a saga comes to, and each compensation, twice. */
record EveryStepTwice(SagaScenario scenario) {

    EveryStepTwice {
        scenario.requireWatched();
    }

    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        List<SagaStep> steps = scenario.definition().steps().all();
        new Ways(scenario).all().forEach((told, way) -> {
            SagaOutcome plain = scenario.run(way.get());
            for (Direction direction : told.isEmpty() ? Direction.values() : new Direction[] {Direction.COMPENSATE}) {
                for (SagaStep step : steps) {
                    if (plain.steps(direction).contains(step.name()) && isRepeated(step)) {
                        tests.add(test(step, direction, told, way, plain));
                    }
                }
            }
        });
        return tests.stream();
    }

    private DynamicTest test(SagaStep step, Direction direction, String told, Supplier<Fault> way, SagaOutcome plain) {
        String how = step.isExternal() ? "is called twice" : "is rolled back and run again";
        String what = direction == Direction.EXECUTE ? step.name() : "the compensation of " + step.name();
        return DynamicTest.dynamicTest(what + " " + how + told, () -> {
            Fault twice = step.isExternal()
                    ? Faults.calledTwice(step.name(), direction)
                    : Faults.rolledBackOnce(step.name(), direction);
            scenario.run(twice.within(way.get())).requireLike(plain);
        });
    }

    private static boolean isRepeated(SagaStep step) {
        return !(step.kind() instanceof External call) || call.inDoubt() == InDoubt.RETRY;
    }
}
