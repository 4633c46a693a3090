package org.headrace.engine.saga;

import java.util.List;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaSignalStore;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.BeforeCheckpoint;

/** What running sagas takes. */
record SagaParts(
        SagaStores stores,
        OwnTransactions transactions,
        List<BeforeCheckpoint> flushes,
        Membership membership,
        SagaObserver observer) {

    /** Without anybody who is told. */
    SagaParts(SagaStores stores, OwnTransactions transactions, List<BeforeCheckpoint> flushes, Membership membership) {
        this(stores, transactions, flushes, membership, SagaObserver.NOBODY);
    }

    /** Where everything is kept. */
    record SagaStores(SagaStateStore states, SagaWorkStore work, SagaLogStore log, SagaSignalStore signals) {}

    SagaStateStore states() {
        return stores.states();
    }

    SagaWorkStore work() {
        return stores.work();
    }

    SagaLogStore log() {
        return stores.log();
    }

    SagaSignalStore signals() {
        return stores.signals();
    }
}
