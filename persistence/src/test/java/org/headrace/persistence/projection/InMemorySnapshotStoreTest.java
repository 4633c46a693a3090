package org.headrace.persistence.projection;

import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.SnapshotStore;

class InMemorySnapshotStoreTest extends SnapshotStoreContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final SnapshotStore snapshots = new InMemorySnapshotStore(new HeapTransactions(jta.registry()));

    @Override
    SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
