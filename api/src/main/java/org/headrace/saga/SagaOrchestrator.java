package org.headrace.saga;

import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.stream.EventLogUnavailableException;

/**
 * Starts sagas and acts on them. Inject it. Safe for use by many threads. Every action of an operator is logged with who
 * and why.
 *
 * <p>Methods that take an id throw {@link SagaNotFoundException} for an unknown one, {@link SagaStateException} where
 * the saga's state does not allow the action, and {@link EventLogUnavailableException} when the database does not
 * answer. Actions are transactions of their own: do not call them within one. Reads and {@link #start} join the
 * caller's.
 */
public interface SagaOrchestrator {

    /**
     * Stores a saga, to be run soon by a node that has its definition. In a JTA transaction it is stored with that
     * transaction or not at all; without one it is durable on return.
     *
     * @throws SagaNotFoundException when no definition of that name is registered here
     * @throws InvalidInputException when the definition refuses the data
     * @throws SagaStateException when the business key is taken by a saga with other data
     */
    SagaStarted start(SagaStart start);

    SagaStatus status(String sagaId);

    /** Sagas, the newest first. */
    SagaPage find(SagaQuery query);

    /**
     * Lets a saga stand at its next step boundary. A paused one stays as it is.
     *
     * @throws SagaStateException when it has ended
     */
    SagaStatus pause(String sagaId, Operator by);

    /**
     * Has a paused saga go on. Its deadline is put off by the length of the pause, unless it runs meanwhile.
     *
     * @throws SagaStateException when it is not paused, or stands at a call that {@link SagaDecisions#settle} is for
     */
    SagaStatus resume(String sagaId, Operator by);

    /**
     * Ends a saga by compensation: one that has not begun is Compensated with no step run; a running one after the step
     * it is in. Lifts a pause, but for that at a call in doubt which is undone only when certain: that is settled first.
     * Asking again while it is under way changes nothing.
     *
     * @throws SagaStateException when it has ended, or is being compensated already for another reason
     */
    SagaStatus cancel(String sagaId, Operator by);

    /**
     * Tries the step, or the compensation, that waits for its next try now; one that has Failed goes on compensating,
     * with all tries anew.
     *
     * @throws SagaStateException when nothing of it has failed
     */
    SagaStatus retry(String sagaId, Operator by);

    /**
     * Gives a saga a signal. One that does not wait for it yet finds it when it does; each is used once, the oldest first.
     * In a JTA transaction it is given with that transaction or not at all; without one it is durable on return.
     *
     * @return false: the same key had come before, and nothing was changed
     * @throws InvalidInputException when no step of the saga waits for a signal of that name
     * @throws SagaStateException when the saga has ended, is being compensated, or is past that step
     */
    boolean signal(SagaSignal signal);
}
