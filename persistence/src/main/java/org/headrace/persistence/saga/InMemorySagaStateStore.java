package org.headrace.persistence.saga;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;
import org.jspecify.annotations.Nullable;

/** States of sagas in the heap. */
public final class InMemorySagaStateStore implements SagaStateStore {

    private static final Comparator<SagaRecord> NEWEST_FIRST = Comparator.comparing(
                    (SagaRecord saga) -> saga.times().startedAt())
            .reversed()
            .thenComparing(SagaRecord::id);

    private final HeapTransactions transactions;

    /** By id, and by business key as well: one map, so that a commit shows both before it lets go of either's lock. */
    private final TransactionalMap<Key, SagaRecord> sagas;

    /** @param businessKey null: this is a saga's id, else the name of one */
    private record Key(String idOrName, @Nullable String businessKey) {}

    public InMemorySagaStateStore(HeapTransactions transactions) {
        this.transactions = transactions;
        this.sagas = transactions.newMap();
    }

    @Override
    public void save(SagaRecord saga) {
        SagaRecord stored = StoredForm.of(saga);
        String businessKey = saga.origin().businessKey();
        if (businessKey != null) {
            claim(new Key(saga.saga().name(), businessKey), stored);
        }
        sagas.update(new Key(saga.id(), null), before -> Optional.of(stored));
    }

    /** Locks the key only where it is new, as an index does. */
    private void claim(Key key, SagaRecord saga) {
        if (sagas.get(key).filter(owner -> owner.id().equals(saga.id())).isPresent()) {
            return;
        }
        sagas.update(key, owner -> {
            if (owner.isPresent() && !owner.get().id().equals(saga.id())) {
                throw RefusedSaga.businessKeyTaken(saga);
            }
            return Optional.of(saga);
        });
    }

    @Override
    public Optional<SagaRecord> load(String sagaId) {
        return sagas.get(new Key(sagaId, null));
    }

    @Override
    public Optional<SagaRecord> loadForUpdate(String sagaId) {
        if (!transactions.isActive()) {
            throw new IllegalStateException("A saga is locked in a transaction only");
        }
        return sagas.getForUpdate(new Key(sagaId, null));
    }

    @Override
    public Optional<SagaRecord> findByBusinessKey(String sagaName, String businessKey) {
        return sagas.getForUpdate(new Key(sagaName, businessKey)).flatMap(saga -> load(saga.id()));
    }

    @Override
    public List<SagaRecord> findByCorrelationId(String correlationId) {
        return newest(saga -> saga.saga().correlationId().equals(correlationId)).toList();
    }

    @Override
    public List<SagaRecord> findByState(SagaState state) {
        return newest(saga -> saga.progress().state() == state).toList();
    }

    @Override
    public Page find(SagaQuery query) {
        SagaCursor cursor = query.cursor() == null ? null : SagaCursor.parse(query.cursor());
        List<SagaRecord> found = newest(saga -> isWanted(saga, query))
                .filter(saga -> cursor == null || isBehind(saga, cursor))
                .limit(query.limit() + 1L)
                .toList();
        return SagaCursor.page(found, query.limit());
    }

    private Stream<SagaRecord> newest(Predicate<SagaRecord> wanted) {
        return sagas.snapshot().entrySet().stream()
                .filter(entry -> entry.getKey().businessKey() == null)
                .map(entry -> entry.getValue())
                .filter(wanted)
                .sorted(NEWEST_FIRST);
    }

    private static boolean isWanted(SagaRecord saga, SagaQuery query) {
        return (query.state() == null || saga.progress().state() == query.state())
                && (query.correlationId() == null || saga.saga().correlationId().equals(query.correlationId()))
                && (query.name() == null || saga.saga().name().equals(query.name()))
                && query.started().holds(saga.times().startedAt());
    }

    private static boolean isBehind(SagaRecord saga, SagaCursor cursor) {
        Instant startedAt = saga.times().startedAt();
        return startedAt.isBefore(cursor.startedAt())
                || (startedAt.equals(cursor.startedAt()) && saga.id().compareTo(cursor.sagaId()) > 0);
    }
}
