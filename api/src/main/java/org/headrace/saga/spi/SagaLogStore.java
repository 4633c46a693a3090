package org.headrace.saga.spi;

import java.util.List;
import org.headrace.saga.SagaHappening;

/**
 * Keeps what happened to sagas, and what of it is not yet in the event log. Joins the JTA transaction of the calling
 * thread where there is one.
 */
public interface SagaLogStore {

    /**
     * Adds in this order; sequences are given by the store, those of the happenings are not looked at. Call it while the
     * saga's state is locked, so that sequences rise within a saga as they are committed. A step completes once in each
     * direction.
     *
     * @throws IllegalStateException when that step has been completed in that direction before
     */
    void add(List<SagaHappening> happenings);

    /**
     * Of one saga, in order.
     *
     * @param after a sequence
     */
    List<SagaHappening> of(String sagaId, long after, int limit);

    /**
     * Takes the first ones that nobody has taken, in order of sequence, so that those of one saga come in order. They are
     * taken with the calling thread's transaction, or not at all; another transaction waits. Needs a transaction.
     */
    List<SagaHappening> take(int limit);
}
