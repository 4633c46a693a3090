package org.headrace.persistence.saga;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.persistence.saga.CompletedTwice.Once;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.spi.SagaLogStore;

/** What happened to sagas, in the heap. */
public final class InMemorySagaLogStore implements SagaLogStore {

    private static final Comparator<SagaHappening> IN_ORDER = Comparator.comparingLong(SagaHappening::sequence);

    /** By saga's id. */
    private final TransactionalMap<String, List<SagaHappening>> logs;

    private final TransactionalMap<Long, SagaHappening> queue;

    /** Never holds anything but a lock. */
    private final TransactionalMap<Class<?>, Boolean> taker;

    private final HeapTransactions transactions;
    private final AtomicLong sequences = new AtomicLong();

    public InMemorySagaLogStore(HeapTransactions transactions) {
        this.transactions = transactions;
        this.logs = transactions.newMap();
        this.queue = transactions.newMap();
        this.taker = transactions.newMap();
    }

    @Override
    public void add(List<SagaHappening> happenings) {
        Map<String, List<SagaHappening>> bySaga = new LinkedHashMap<>();
        for (SagaHappening happening : happenings) {
            SagaHappening numbered = StoredForm.of(happening, sequences.incrementAndGet());
            bySaga.computeIfAbsent(happening.saga().id(), id -> new ArrayList<>())
                    .add(numbered);
        }
        bySaga.forEach((id, added) -> logs.update(id, log -> Optional.of(extended(log.orElse(List.of()), added))));
        bySaga.values().forEach(added -> added.forEach(it -> queue.put(it.sequence(), it)));
    }

    private static List<SagaHappening> extended(List<SagaHappening> log, List<SagaHappening> added) {
        List<SagaHappening> all = new ArrayList<>(log);
        for (SagaHappening happening : added) {
            Once once = Once.of(happening);
            if (once != null && all.stream().anyMatch(it -> once.equals(Once.of(it)))) {
                throw CompletedTwice.of(once);
            }
            all.add(happening);
        }
        return List.copyOf(all);
    }

    @Override
    public List<SagaHappening> of(String sagaId, long after, int limit) {
        return logs.get(sagaId).orElse(List.of()).stream()
                .filter(happening -> happening.sequence() > after)
                .sorted(IN_ORDER)
                .limit(limit)
                .toList();
    }

    @Override
    public List<SagaHappening> take(int limit) {
        if (!transactions.isActive()) {
            throw new IllegalStateException("Happenings are taken in a transaction only");
        }
        taker.getForUpdate(InMemorySagaLogStore.class);
        List<SagaHappening> first =
                queue.snapshot().values().stream().sorted(IN_ORDER).limit(limit).toList();
        first.forEach(happening -> queue.remove(happening.sequence()));
        return first;
    }
}
