package org.headrace.saga.spi;

import java.util.List;
import org.headrace.saga.SagaState;

/** Counts the sagas of all nodes that are open: those that have not ended, and those that have failed. */
public interface SagaCountStore {

    /**
     * Sagas that are alike.
     *
     * @param version of their definition
     * @param paused whether they stand until somebody resumes them
     */
    record SagaCount(String sagaName, int version, SagaState state, boolean paused, long count) {}

    /**
     * Counts in one query. Those that are completed or compensated are not looked at, however many they are.
     *
     * @param most how many are looked at; where more are open, the rest is not counted
     * @throws org.headrace.stream.EventLogUnavailableException when the store does not answer
     */
    List<SagaCount> open(int most);
}
