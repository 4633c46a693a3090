package org.headrace.engine.saga;

import java.time.Clock;
import java.util.List;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.BeforeCheckpoint;

/** What running sagas takes. */
record SagaParts(
        SagaStateStore states,
        SagaWorkStore work,
        OwnTransactions transactions,
        List<BeforeCheckpoint> flushes,
        Clock clock) {}
