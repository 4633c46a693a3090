package org.headrace.persistence.projection;

import java.util.Optional;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunStateStore;

/** Run states in the heap. */
public final class InMemoryRunStateStore implements RunStateStore {

    private final TransactionalMap<String, RunState> states;

    public InMemoryRunStateStore(HeapTransactions transactions) {
        this.states = transactions.newMap();
    }

    @Override
    public Optional<RunState> load(String projection) {
        return states.get(projection);
    }

    @Override
    public void save(String projection, RunState state) {
        states.put(projection, state);
    }

    @Override
    public void remove(String projection) {
        states.remove(projection);
    }
}
