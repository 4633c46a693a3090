package org.headrace.engine.saga.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.headrace.engine.saga.SagaEnvironment.Effects;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStep;
import org.headrace.saga.SagaSteps;

/**
 * Five steps, some transactional and some external; those named {@code -undone} have a sixth that always refuses, so that
 * all five are undone. A transactional step writes its name to the effects, and its undo the name after a minus.
 */
record CrashSaga(String name, int version, Work work, Duration timeout) implements SagaDefinition {

    /** Keys of the data: the effect that fails, once or at every try. */
    static final String FAILS_ONCE = "failsOnce";

    static final String FAILS = "fails";

    private static final String STORY = "story";
    private static final String CALLS = "calls";
    private static final String UNDONE = "-undone";
    /** Not so quick that the wait is over on a busy machine before it is stored: then no saga would be given back. */
    private static final RetryPolicy QUICK = new RetryPolicy(5, Duration.ofMillis(250), Duration.ofMillis(500), 0);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** What the steps do. */
    interface Work {
        Effects effects();

        /** After a transactional step has written, in its transaction. */
        void written(SagaContext context) throws Exception;

        void call(SagaContext context) throws Exception;
    }

    /** @param timeout of transactional steps, and so how long a node that stands still in one can hide its saga */
    static List<CrashSaga> all(Work work, Duration timeout) {
        List<CrashSaga> all = new ArrayList<>();
        for (boolean calls : new boolean[] {false, true}) {
            for (boolean undone : new boolean[] {false, true}) {
                all.add(new CrashSaga(nameOf(calls, undone), 1, work, timeout));
            }
        }
        return all;
    }

    static String nameOf(boolean calls, boolean undone) {
        return (calls ? CALLS : STORY) + (undone ? UNDONE : "");
    }

    /** In order; an external one's begins with Call. */
    static List<String> stepsOf(String definition) {
        List<String> steps = new ArrayList<>(
                definition.startsWith(CALLS)
                        ? List.of("CallA", "B", "CallC", "D", "CallE")
                        : List.of("A", "B", "C", "CallD", "E"));
        if (definition.endsWith(UNDONE)) {
            steps.add("Refuse");
        }
        return steps;
    }

    @Override
    public SagaSteps steps() {
        List<SagaStep> steps = new ArrayList<>();
        for (String step : stepsOf(name)) {
            steps.addAll((isCall(step) ? callOf(step) : stepOf(step)).all());
        }
        return new SagaSteps(steps);
    }

    static boolean isCall(String step) {
        return step.startsWith("Call");
    }

    private SagaSteps callOf(String step) {
        return SagaSteps.firstCall(step, context -> call(step, context))
                .compensatedBy(context -> call("-" + step, context))
                .retrying(QUICK)
                .retryingCompensation(QUICK)
                .within(CALL_TIMEOUT);
    }

    private SagaSteps stepOf(String step) {
        SagaAction execution = step.equals("Refuse") ? CrashSaga::refuse : context -> perform(step, context);
        return SagaSteps.first(step, execution)
                .compensatedBy(context -> perform("-" + step, context))
                .retrying(QUICK)
                .retryingCompensation(QUICK)
                .within(timeout);
    }

    private static void refuse(SagaContext context) {
        throw new PermanentFailureException("Refused after " + context.data().keys());
    }

    private void perform(String effect, SagaContext context) throws Exception {
        work.effects().add(context.saga().id(), effect);
        context.set("did" + effect, context.attempt());
        failIfAsked(effect, context);
        work.written(context);
    }

    private void call(String effect, SagaContext context) throws Exception {
        work.call(context);
        failIfAsked(effect, context);
    }

    private static void failIfAsked(String effect, SagaContext context) throws IOException {
        if (effect.equals(context.find(FAILS, String.class).orElse(""))) {
            throw new PermanentFailureException(effect + " is to fail");
        }
        if (context.attempt() == 0
                && effect.equals(context.find(FAILS_ONCE, String.class).orElse(""))) {
            throw new IOException(effect + " is to fail once");
        }
    }
}
