package org.headrace.engine.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStep;
import org.headrace.saga.SagaSteps;

/** Steps A, B and C, each of which writes its name, and its name after a minus when it is undone. */
public final class TestSaga implements SagaDefinition {

    public static final String NAME = "test";

    private static final RetryPolicy QUICK = new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(100), 0);

    private final SagaEnvironment.Effects effects;
    private final Map<String, SagaAction> before = new ConcurrentHashMap<>();
    private String name = NAME;
    private int version = 1;
    private List<String> stepNames = List.of("A", "B", "C");
    private Duration timeout = Duration.ofSeconds(30);

    public TestSaga(SagaEnvironment.Effects effects) {
        this.effects = effects;
    }

    public TestSaga named(String newName, int newVersion) {
        name = newName;
        version = newVersion;
        return this;
    }

    TestSaga withSteps(String... names) {
        stepNames = List.of(names);
        return this;
    }

    TestSaga withTimeout(Duration newTimeout) {
        timeout = newTimeout;
        return this;
    }

    /** Runs after the effect of a step (e.g. {@code B}) or of its compensation ({@code -B}) is written. */
    public TestSaga at(String effect, SagaAction action) {
        before.put(effect, action);
        return this;
    }

    public void clear(String effect) {
        before.remove(effect);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public SagaSteps steps() {
        List<SagaStep> steps = new ArrayList<>();
        for (String step : stepNames) {
            steps.addAll(SagaSteps.first(step, context -> perform(step, context))
                    .compensatedBy(context -> perform("-" + step, context))
                    .retrying(QUICK)
                    .retryingCompensation(QUICK)
                    .within(timeout)
                    .all());
        }
        return new SagaSteps(steps);
    }

    private void perform(String effect, SagaContext context) throws Exception {
        effects.add(context.saga().id(), effect);
        context.set("done" + effect, context.attempt());
        SagaAction action = before.get(effect);
        if (action != null) {
            action.perform(context);
        }
    }
}
