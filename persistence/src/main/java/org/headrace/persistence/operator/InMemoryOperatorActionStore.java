package org.headrace.persistence.operator;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.operator.ActionCursor.Numbered;

/** What operators did, in the heap. */
public final class InMemoryOperatorActionStore implements OperatorActionStore {

    private final TransactionalMap<Long, OperatorAction> actions;
    private final AtomicLong number = new AtomicLong();

    public InMemoryOperatorActionStore(HeapTransactions transactions) {
        this.actions = transactions.newMap();
    }

    @Override
    public void record(OperatorAction action) {
        actions.put(number.incrementAndGet(), action);
    }

    @Override
    public Page find(Query query) {
        long below = ActionCursor.below(query.cursor());
        List<Numbered> found = actions.snapshot().entrySet().stream()
                .filter(e -> e.getKey() < below)
                .filter(e -> query.target() == null
                        || query.target().equals(e.getValue().target()))
                .map(e -> new Numbered(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(Numbered::number).reversed())
                .limit(query.limit() + 1L)
                .toList();
        return ActionCursor.page(found, query.limit());
    }
}
