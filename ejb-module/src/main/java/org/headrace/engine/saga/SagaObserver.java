package org.headrace.engine.saga;

import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening;

/**
 * Told what is stored of sagas by this node, after the commit. It is called by many threads, returns at once and never
 * throws.
 */
public interface SagaObserver {

    SagaObserver NOBODY = new SagaObserver() {
        @Override
        public void happened(String saga, SagaHappening.Type what) {
            // nobody
        }

        @Override
        public void tried(String saga, String step, Direction direction, SagaHappening.Type how, long nanos) {
            // nobody
        }
    };

    /** @param saga the name of its definition, as everywhere here */
    void happened(String saga, SagaHappening.Type what);

    /**
     * A step, or its compensation, was tried.
     *
     * @param how it ended, such as {@code STEP_COMPLETED} or {@code STEP_FAILED}
     * @param nanos from the beginning of its transaction, or of the call, to the end being stored
     */
    void tried(String saga, String step, Direction direction, SagaHappening.Type how, long nanos);
}
