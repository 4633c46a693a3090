package org.headrace.testkit;

import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaStep;

/** What is done to a saga while it runs. Used in one run, by one thread. */
interface Fault {

    /** In place of a step's action, in whichever direction. */
    default void act(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
        action.perform(context);
    }

    /** In the transaction in which a node stores what happened, when all of it is written. */
    default void storing(String happenings, NodeLife node) {}

    /** What it waited for in vain; empty: it was done. */
    default String missing() {
        return "";
    }

    /** This within another. */
    default Fault within(Fault outer) {
        Fault inner = this;
        return new Fault() {
            @Override
            public void act(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
                outer.act(step, c -> inner.act(step, action, c, node), context, node);
            }

            @Override
            public void storing(String happenings, NodeLife node) {
                inner.storing(happenings, node);
                outer.storing(happenings, node);
            }

            @Override
            public String missing() {
                return inner.missing().isEmpty() ? outer.missing() : inner.missing();
            }
        };
    }
}
