package org.headrace.persistence.projection;

import java.time.Clock;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.SegmentStore;

class InMemorySegmentStoreTest extends SegmentStoreContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapTransactions heap = new HeapTransactions(jta.registry());
    private final CheckpointStore checkpoints = new InMemoryCheckpointStore(heap, Clock.systemUTC());
    private final SegmentStore segments = new InMemorySegmentStore(heap);

    @Override
    CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    SegmentStore segments() {
        return segments;
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
