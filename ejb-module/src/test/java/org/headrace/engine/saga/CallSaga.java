package org.headrace.engine.saga;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/**
 * Steps A, a call B to be compensated by a call, and C; an hour between two tries.
 *
 * @param call what B does
 * @param inDoubt says what is done about B in doubt
 */
record CallSaga(SagaEnvironment.Effects effects, SagaAction call, UnaryOperator<SagaSteps> inDoubt)
        implements SagaDefinition {

    static final String NAME = "call";

    static CallSaga parked(SagaEnvironment.Effects effects, SagaAction call) {
        return new CallSaga(effects, call, SagaSteps::whenInDoubtPark);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SagaSteps steps() {
        var patient = new RetryPolicy(3, Duration.ofHours(1), Duration.ofHours(1), 0);
        SagaSteps begun = SagaSteps.first(
                        "A", context -> effects.add(context.saga().id(), "A"))
                .compensatedBy(context -> effects.add(context.saga().id(), "-A"))
                .thenCall("B", call)
                .compensatedBy(context -> context.set("undone", true))
                .retrying(patient);
        return inDoubt.apply(begun)
                .then("C", context -> effects.add(context.saga().id(), "C"));
    }

    @Override
    public Optional<SagaDeadline> deadline() {
        return Optional.of(SagaDeadline.of(Duration.ofHours(1)));
    }
}
