package org.headrace.persistence.projection;

import java.time.Clock;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.RebuildStore;
import org.headrace.projection.spi.RunStateStore;

class InMemoryProjectionStoresTest extends RebuildStoreContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapTransactions heap = new HeapTransactions(jta.registry());
    private final CheckpointStore checkpoints = new InMemoryCheckpointStore(heap, Clock.systemUTC());
    private final RunStateStore runStates = new InMemoryRunStateStore(heap);
    private final RebuildStore rebuilds = new InMemoryRebuildStore(heap);

    @Override
    CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    RunStateStore runStates() {
        return runStates;
    }

    @Override
    RebuildStore rebuilds() {
        return rebuilds;
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
