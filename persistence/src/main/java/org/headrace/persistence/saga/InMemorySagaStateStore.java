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

    private static final long FIRST_REVISION = 0;

    private final HeapTransactions transactions;

    /** By id, and by business key as well: one map, so that a commit shows both before it lets go of either's lock. */
    private final TransactionalMap<Key, Known> sagas;

    /** @param businessKey null: this is a saga's id, else the name of one */
    private record Key(String idOrName, @Nullable String businessKey) {}

    public InMemorySagaStateStore(HeapTransactions transactions) {
        this.transactions = transactions;
        this.sagas = transactions.newMap();
    }

    @Override
    public void save(SagaRecord saga) {
        SagaRecord stored = StoredForm.of(saga);
        claimBusinessKey(stored);
        sagas.update(
                idOf(saga),
                before -> Optional.of(new Known(
                        stored, before.map(known -> known.revision() + 1).orElse(FIRST_REVISION))));
    }

    @Override
    public Known add(SagaRecord saga) {
        var added = new Known(StoredForm.of(saga), FIRST_REVISION);
        claimBusinessKey(added.saga());
        sagas.update(idOf(saga), before -> {
            if (before.isPresent()) {
                throw new IllegalStateException("There is a saga " + saga.id() + " already");
            }
            return Optional.of(added);
        });
        return added;
    }

    @Override
    public Optional<Known> replace(SagaRecord saga, long revision) {
        requireTransaction();
        var replaced = new Known(StoredForm.of(saga), revision + 1);
        Optional<Known> before =
                sagas.update(idOf(saga), there -> there.map(known -> known.revision() == revision ? replaced : known));
        return before.filter(known -> known.revision() == revision).map(known -> replaced);
    }

    private void requireTransaction() {
        if (!transactions.isActive()) {
            throw new IllegalStateException("A saga is locked in a transaction only");
        }
    }

    private static Key idOf(SagaRecord saga) {
        return new Key(saga.id(), null);
    }

    /** Locks the key only where it is new, as an index does. */
    private void claimBusinessKey(SagaRecord saga) {
        String businessKey = saga.origin().businessKey();
        if (businessKey == null) {
            return;
        }
        var key = new Key(saga.saga().name(), businessKey);
        if (sagas.get(key).filter(owner -> isOf(owner, saga)).isPresent()) {
            return;
        }
        sagas.update(key, owner -> {
            if (owner.isPresent() && !isOf(owner.get(), saga)) {
                throw RefusedSaga.businessKeyTaken(saga);
            }
            return Optional.of(new Known(saga, FIRST_REVISION));
        });
    }

    private static boolean isOf(Known owner, SagaRecord saga) {
        return owner.saga().id().equals(saga.id());
    }

    @Override
    public Optional<Known> look(String sagaId) {
        return sagas.get(new Key(sagaId, null));
    }

    @Override
    public Optional<Known> lock(String sagaId) {
        requireTransaction();
        return sagas.getForUpdate(new Key(sagaId, null));
    }

    @Override
    public Optional<SagaRecord> findByBusinessKey(String sagaName, String businessKey) {
        return sagas.getForUpdate(new Key(sagaName, businessKey))
                .flatMap(owner -> load(owner.saga().id()));
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
                .map(entry -> entry.getValue().saga())
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
