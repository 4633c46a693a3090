package org.headrace.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.headrace.input.InvalidInputException;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.StepKind.Awaiting;
import org.headrace.saga.StepKind.External;
import org.headrace.saga.StepKind.Transactional;

/**
 * The steps of a saga in order, told as a story. Immutable: each method returns the story so far. What follows a step says
 * more of that step.
 *
 * <pre>{@code
 * SagaSteps.first("ReserveInventory", inventory::reserve).compensatedBy(inventory::release)
 *         .then("AuthorizePayment", payments::authorize).compensatedBy(payments::cancel)
 *         .thenCall("ChargeCard", gateway::charge).compensatedBy(gateway::refund).whenInDoubtAsk(gateway::find)
 *         .thenAwait("Approved", Duration.ofDays(2))
 *         .then("ShipOrder", shipping::ship).compensatedBy(shipping::cancel);
 * }</pre>
 *
 * @param all one or more
 */
public record SagaSteps(List<SagaStep> all) {

    /** @throws InvalidInputException when there is none, or two have one name */
    public SagaSteps {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new InvalidInputException("steps", "must be at least one");
        }
        long names = all.stream().map(SagaStep::name).distinct().count();
        if (names < all.size()) {
            throw new InvalidInputException(
                    "steps",
                    "must each have a name of its own, are "
                            + all.stream().map(SagaStep::name).toList());
        }
    }

    /** Begins with a step in a transaction. */
    public static SagaSteps first(String name, SagaAction execution) {
        return new SagaSteps(List.of(transactional(name, execution)));
    }

    /** Begins with a call to another system. */
    public static SagaSteps firstCall(String name, SagaAction call) {
        return new SagaSteps(List.of(external(name, call)));
    }

    /** Begins with waiting for a signal. */
    public static SagaSteps firstAwait(String signal, Duration atMost) {
        return new SagaSteps(List.of(awaiting(signal, atMost)));
    }

    /** Next is a step in a transaction. */
    public SagaSteps then(String name, SagaAction execution) {
        return and(transactional(name, execution));
    }

    /** Next is a call to another system, made outside of any transaction. In doubt it is made again. */
    public SagaSteps thenCall(String name, SagaAction call) {
        return and(external(name, call));
    }

    /** Next is waiting for a signal of that name; without it in time the saga is compensated. */
    public SagaSteps thenAwait(String signal, Duration atMost) {
        return and(awaiting(signal, atMost));
    }

    /** What the step does is undone so, in a transaction or by a call as the step itself. */
    public SagaSteps compensatedBy(SagaAction compensation) {
        return changed(step -> step.withCompensation(compensation));
    }

    /** When the signal is there, this is done in a transaction. */
    public SagaSteps onSignal(SagaAction action) {
        return changed(step -> {
            if (!(step.kind() instanceof Awaiting)) {
                throw new InvalidInputException("onSignal", "belongs to a step that waits, not to " + step.name());
            }
            return new SagaStep(step.name(), step.kind(), action, step.compensation(), step.options());
        });
    }

    /** The probe is asked before the call is made again. */
    public SagaSteps whenInDoubtAsk(SagaProbe probe) {
        return changedCall(call -> new External(InDoubt.PROBE, probe, call.undoneInDoubt()));
    }

    /** An operator tells what became of the call before the saga goes on. */
    public SagaSteps whenInDoubtPark() {
        return changedCall(call -> new External(InDoubt.PARK, null, call.undoneInDoubt()));
    }

    /** Its compensation is not run unless the call is known to have taken effect. */
    public SagaSteps undoneOnlyWhenCertain() {
        return changedCall(call -> new External(call.inDoubt(), call.probe(), false));
    }

    /** How often its execution is tried. */
    public SagaSteps retrying(RetryPolicy retry) {
        return changed(step -> step.withOptions(step.options().withRetry(retry)));
    }

    /** How often its compensation is tried. */
    public SagaSteps retryingCompensation(RetryPolicy retry) {
        return changed(step -> step.withOptions(step.options().withCompensationRetry(retry)));
    }

    /** How long a try may take. */
    public SagaSteps within(Duration timeout) {
        return changed(step -> step.withOptions(step.options().withTimeout(timeout)));
    }

    /** Only failures of the types named so are tried again. Adds to those named before. */
    public SagaSteps retryingOn(Class<? extends Throwable> failure) {
        return changed(step -> step.withOptions(
                step.options().withFailures(step.options().failures().alsoRetried(failure))));
    }

    /** Failures of this type, and of what extends it, are not tried again. Adds to those named before. */
    public SagaSteps notRetrying(Class<? extends Throwable> failure) {
        return changed(step -> step.withOptions(
                step.options().withFailures(step.options().failures().alsoPermanent(failure))));
    }

    private static SagaStep transactional(String name, SagaAction execution) {
        return new SagaStep(name, new Transactional(), execution, null, StepOptions.DEFAULT);
    }

    private static SagaStep external(String name, SagaAction call) {
        return new SagaStep(name, new External(InDoubt.RETRY, null, true), call, null, StepOptions.DEFAULT);
    }

    private static SagaStep awaiting(String signal, Duration atMost) {
        return new SagaStep(signal, new Awaiting(atMost), null, null, StepOptions.DEFAULT);
    }

    private SagaSteps and(SagaStep step) {
        List<SagaStep> more = new ArrayList<>(all);
        more.add(step);
        return new SagaSteps(more);
    }

    private SagaSteps changed(UnaryOperator<SagaStep> change) {
        List<SagaStep> changed = new ArrayList<>(all);
        changed.set(all.size() - 1, change.apply(all.get(all.size() - 1)));
        return new SagaSteps(changed);
    }

    private SagaSteps changedCall(UnaryOperator<External> change) {
        return changed(step -> {
            if (!(step.kind() instanceof External call)) {
                throw new InvalidInputException("inDoubt", "belongs to a call, not to " + step.name());
            }
            return step.withKind(change.apply(call));
        });
    }
}
