package org.headrace.engine.projection;

import java.util.List;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.persistence.testing.JtaEnvironment;

class InMemorySnapshotsTest extends SnapshotsContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapTransactions heap = new HeapTransactions(jta.registry());
    private final TransactionalMap<Long, Boolean> rows = heap.newMap();

    @Override
    TestNode newNode() {
        return TestNode.inMemory(jta, heap);
    }

    @Override
    Rows rows() {
        return new Rows() {
            @Override
            public void add(long offset) {
                rows.put(offset, true);
            }

            @Override
            public List<Long> all() {
                return rows.snapshot().keySet().stream().sorted().toList();
            }

            @Override
            public void clear() {
                rows.clear();
            }
        };
    }
}
