package org.headrace.testkit;

import java.io.IOException;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaStep;
import org.headrace.stream.EventLogUnavailableException;

/** What may go wrong with one step. */
final class Faults {

    private Faults() {}

    /** Nothing. */
    static Fault none() {
        return new Fault() {};
    }

    /** What befalls one step, in one direction. */
    private abstract static class OfStep implements Fault {

        final String name;
        final Direction direction;
        boolean done;

        OfStep(String name, Direction direction) {
            this.name = name;
            this.direction = direction;
        }

        abstract void befall(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception;

        @Override
        public void act(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
            if (step.name().equals(name) && context.direction() == direction) {
                befall(step, action, context, node);
            } else {
                action.perform(context);
            }
        }

        @Override
        public String missing() {
            return done ? "" : "it never came to " + direction.label() + " step " + name;
        }
    }

    /** It fails for good: a transaction when all of it is done, a call that is refused and took no effect. */
    static Fault failing(String name) {
        return new OfStep(name, Direction.EXECUTE) {
            @Override
            void befall(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
                done = true;
                if (!step.isExternal()) {
                    action.perform(context);
                }
                throw new PermanentFailureException("The testkit lets step " + name + " fail");
            }
        };
    }

    /** A call takes effect, and nobody ever learns of it. */
    static Fault answerLost(String name) {
        return new OfStep(name, Direction.EXECUTE) {
            @Override
            void befall(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
                done = true;
                action.perform(context);
                throw new IOException("The testkit loses the answer to step " + name);
            }
        };
    }

    /** It is done, rolled back for a reason that is not its own, and done again. */
    static Fault rolledBackOnce(String name, Direction direction) {
        return new OfStep(name, direction) {
            @Override
            void befall(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
                action.perform(context);
                if (!done) {
                    done = true;
                    throw new EventLogUnavailableException(
                            "The testkit rolls step " + name + " back once", new IOException("as it were"));
                }
            }
        };
    }

    /** The call is made, its answer forgotten, and it is made again with the same key. */
    static Fault calledTwice(String name, Direction direction) {
        return new OfStep(name, direction) {
            @Override
            void befall(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
                done = true;
                action.perform(new SagaContext(
                        context.saga(),
                        context.state(),
                        context.step(),
                        context.data().copy(),
                        context.attempt()));
                action.perform(context);
            }
        };
    }

    /** The node dies right before the action. */
    static Fault crashBefore(String name, Direction direction) {
        return new OfStep(name, direction) {
            @Override
            void befall(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
                if (!done) {
                    done = true;
                    node.end();
                }
                action.perform(context);
            }
        };
    }

    /** The node dies when the action has been done, and nothing of that is stored. */
    static Fault crashAfter(String name, Direction direction) {
        return new OfStep(name, direction) {
            @Override
            void befall(SagaStep step, SagaAction action, SagaContext context, NodeLife node) throws Exception {
                action.perform(context);
                if (!done) {
                    done = true;
                    node.end();
                }
            }
        };
    }

    /** The node dies in the transaction that stores this, right before its commit, or right after it. */
    static Fault crashStoring(String happenings, boolean afterCommit) {
        return new Fault() {

            private boolean done;

            @Override
            public void storing(String stored, NodeLife node) {
                if (done || !stored.equals(happenings)) {
                    return;
                }
                done = true;
                if (afterCommit) {
                    node.endAfterCommit();
                } else {
                    node.end();
                }
            }

            @Override
            public String missing() {
                return done ? "" : "it never happened that " + happenings;
            }
        };
    }
}
