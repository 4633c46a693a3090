package org.headrace.engine.projection;

import java.util.List;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.persistence.testing.JtaEnvironment;

class InMemoryDeadLettersTest extends DeadLettersContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapTransactions heap = new HeapTransactions(jta.registry());
    private final TransactionalMap<Integer, String> seen = heap.newMap();

    @Override
    TestNode newNode() {
        return TestNode.inMemory(jta, heap);
    }

    @Override
    void see(String what) {
        seen.put(seen.snapshot().size(), what);
    }

    @Override
    List<String> seen() {
        var all = seen.snapshot();
        return all.keySet().stream().sorted().map(all::get).toList();
    }

    @Override
    void forgetSeen() {
        seen.clear();
    }
}
