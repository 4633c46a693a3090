package org.headrace.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.headrace.saga.InDoubt;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.External;
import org.junit.jupiter.api.DynamicTest;

/** Lets the node die at each point of a saga's way, as a run without that shows them. */
record CrashAtEveryPoint(SagaScenario scenario) {

    CrashAtEveryPoint {
        scenario.requireWatched();
    }

    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        boolean mayPark = scenario.definition().steps().all().stream()
                .anyMatch(step -> step.kind() instanceof External call && call.inDoubt() == InDoubt.PARK);
        Map<String, Supplier<Fault>> seen = new LinkedHashMap<>();
        new Ways(scenario).all().forEach((told, way) -> {
            var points = new Points();
            SagaOutcome plain = scenario.run(points.within(way.get()));
            points.found.forEach((point, crash) -> {
                // What is the same on both ways is tried on the first one.
                if (seen.putIfAbsent(point, crash) == null) {
                    tests.add(DynamicTest.dynamicTest("crash " + point + told, () -> {
                        SagaOutcome outcome = scenario.run(crash.get().within(way.get()));
                        if (!mayPark || !outcome.isParked()) {
                            outcome.requireLike(plain);
                        }
                    }));
                }
            });
        });
        return tests.stream();
    }

    /** Notes where a node could die, in order. */
    private static final class Points implements Fault {

        private final Map<String, Supplier<Fault>> found = new LinkedHashMap<>();

        @Override
        public void act(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
            String what = step.name() + " " + context.direction().label();
            found.putIfAbsent("before " + what, () -> Faults.crashBefore(step.name(), context.direction()));
            found.putIfAbsent("after " + what, () -> Faults.crashAfter(step.name(), context.direction()));
            action.perform(context);
        }

        @Override
        public void storing(String happenings, NodeLife node) {
            found.putIfAbsent("storing " + happenings, () -> Faults.crashStoring(happenings, false));
            found.putIfAbsent("after storing " + happenings, () -> Faults.crashStoring(happenings, true));
        }
    }
}
