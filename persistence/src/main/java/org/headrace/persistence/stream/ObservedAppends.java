package org.headrace.persistence.stream;

import java.util.function.UnaryOperator;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.OutcomeUnknownException;
import org.headrace.stream.spi.AppendObserver.Answer;

/** Appends that have no transaction of their own, and how long their callers wait for the answer. */
final class ObservedAppends implements UnaryOperator<PendingAppend> {

    private final UnaryOperator<PendingAppend> appends;
    private final Listeners listeners;

    ObservedAppends(UnaryOperator<PendingAppend> appends, Listeners listeners) {
        this.appends = appends;
        this.listeners = listeners;
    }

    @Override
    public PendingAppend apply(PendingAppend pending) {
        long begun = System.nanoTime();
        try {
            PendingAppend done = appends.apply(pending);
            answered(Answer.ACCEPTED, done.appended(), begun);
            return done;
        } catch (RuntimeException e) {
            answered(answerOf(e), 0, begun);
            throw e;
        }
    }

    private void answered(Answer answer, int events, long begun) {
        long nanos = System.nanoTime() - begun;
        listeners.observe(observer -> observer.answered(answer, events, nanos));
    }

    private static Answer answerOf(RuntimeException failure) {
        if (failure instanceof EventLogUnavailableException) {
            return Answer.UNAVAILABLE;
        }
        return failure instanceof OutcomeUnknownException ? Answer.UNKNOWN : Answer.REFUSED;
    }
}
