package org.headrace.testkit;

import java.util.Optional;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStep;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.StepKind;
import org.jspecify.annotations.Nullable;

/** A definition as one node has it, whose steps are at the mercy of a fault. */
record TamperedSaga(SagaDefinition definition, Fault fault, NodeLife node) implements SagaDefinition {

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public int version() {
        return definition.version();
    }

    @Override
    public SagaSteps steps() {
        return new SagaSteps(
                definition.steps().all().stream().map(this::tampered).toList());
    }

    @Override
    public Optional<SagaDeadline> deadline() {
        return definition.deadline();
    }

    @Override
    public void check(SagaData data) {
        definition.check(data);
    }

    @Override
    public Optional<String> correlationId(SagaData data) {
        return definition.correlationId(data);
    }

    private SagaStep tampered(SagaStep step) {
        SagaAction execution = step.execution();
        if (execution == null && step.kind() instanceof StepKind.Awaiting) {
            execution = context -> {};
        }
        return new SagaStep(
                step.name(),
                step.kind(),
                tampered(step, execution),
                tampered(step, step.compensation()),
                step.options());
    }

    private @Nullable SagaAction tampered(SagaStep step, @Nullable SagaAction action) {
        return action == null
                ? null
                : context -> {
                    node.requireAlive();
                    fault.act(step, action, context, node);
                };
    }
}
