package org.headrace.persistence.projection;

import java.util.Optional;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RebuildStore;

/** Rebuilds in the heap. */
public final class InMemoryRebuildStore implements RebuildStore {

    private final TransactionalMap<String, Rebuild> rebuilds;

    public InMemoryRebuildStore(HeapTransactions transactions) {
        this.rebuilds = transactions.newMap();
    }

    @Override
    public Optional<Rebuild> load(String projection) {
        return rebuilds.get(projection);
    }

    @Override
    public Optional<Rebuild> lock(String projection) {
        return rebuilds.getForUpdate(projection);
    }

    @Override
    public void save(Rebuild rebuild) {
        rebuilds.put(rebuild.projection(), rebuild);
    }

    @Override
    public void remove(String projection) {
        rebuilds.remove(projection);
    }
}
