package org.headrace.persistence.saga;

import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.headrace.persistence.jpa.JpaFailures;
import org.headrace.persistence.jpa.TransactionSessions;
import org.headrace.persistence.jpa.WritesTogether;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;
import org.hibernate.LockMode;
import org.hibernate.StaleStateException;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** States of sagas in {@code saga_states}. Each look is at the database: what was read before is not kept. */
public final class JpaSagaStateStore implements SagaStateStore {

    private static final long FIRST_REVISION = 0;

    private static final String BY_BUSINESS_KEY =
            "select s from SagaStateRow s where s.sagaName = :name and s.businessKey = :key";

    private static final String BY_CORRELATION_ID =
            "select s from SagaStateRow s where s.correlationId = :id order by s.startedAt desc, s.sagaId";

    private static final String BY_STATE =
            "select s from SagaStateRow s where s.state = :state order by s.startedAt desc, s.sagaId";

    private final TransactionSessions sessions;

    public JpaSagaStateStore(TransactionSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void save(SagaRecord saga) {
        write(saga, (session, stored) -> write(session, stored));
    }

    @Override
    public Known add(SagaRecord saga) {
        return write(saga, (session, stored) -> {
            session.insert(new SagaStateRow(stored, FIRST_REVISION));
            return new Known(stored, FIRST_REVISION);
        });
    }

    @Override
    public Optional<Known> replace(SagaRecord saga, long revision) {
        requireTransaction();
        return write(saga, (session, stored) -> {
            try {
                session.update(new SagaStateRow(stored, revision));
                return Optional.of(new Known(stored, revision + 1));
            } catch (StaleStateException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<Known> addAll(List<SagaRecord> sagas) {
        List<Known> added = sagas.stream()
                .map(it -> new Known(StoredForm.of(it), FIRST_REVISION))
                .toList();
        writeTogether(
                session -> added.forEach(it -> session.insert(new SagaStateRow(it.saga(), FIRST_REVISION))),
                added.size());
        return added;
    }

    @Override
    public Optional<List<Known>> replaceAll(List<Replacement> replacements) {
        requireTransaction();
        List<Known> replaced = replacements.stream()
                .map(it -> new Known(StoredForm.of(it.saga()), it.revision() + 1))
                .toList();
        try {
            writeTogether(
                    session -> replaced.forEach(it -> session.update(new SagaStateRow(it.saga(), it.revision() - 1))),
                    replaced.size());
            return Optional.of(replaced);
        } catch (StaleStateException e) {
            return Optional.empty();
        }
    }

    /** A statement each, all of them sent at once. */
    private void writeTogether(Consumer<StatelessSession> writes, int count) {
        try {
            sessions.write(session -> {
                WritesTogether.run(session, count, () -> writes.accept(session));
                return count;
            });
        } catch (StaleStateException e) {
            throw e;
        } catch (PersistenceException e) {
            throw JpaFailures.of("Sagas could not be written", e);
        }
    }

    @Override
    public Optional<Known> look(String sagaId) {
        return StoredForm.canHold(sagaId)
                ? read(session -> known(session.get(SagaStateRow.class, sagaId)))
                : Optional.empty();
    }

    @Override
    public Optional<Known> lock(String sagaId) {
        requireTransaction();
        return StoredForm.canHold(sagaId) ? read(session -> known(lock(session, sagaId))) : Optional.empty();
    }

    @Override
    public Optional<SagaRecord> findByBusinessKey(String sagaName, String businessKey) {
        if (!StoredForm.canHold(sagaName) || !StoredForm.canHold(businessKey)) {
            return Optional.empty();
        }
        return read(session -> {
            if (sessions.isInTransaction()) {
                LockSagaName.businessKey(session, sagaName, businessKey);
            }
            List<SagaStateRow> found = session.createQuery(BY_BUSINESS_KEY, SagaStateRow.class)
                    .setParameter("name", sagaName)
                    .setParameter("key", businessKey)
                    .getResultList();
            return records(found).stream().findFirst();
        });
    }

    @Override
    public List<SagaRecord> findByCorrelationId(String correlationId) {
        if (!StoredForm.canHold(correlationId)) {
            return List.of();
        }
        return read(session -> records(session.createQuery(BY_CORRELATION_ID, SagaStateRow.class)
                .setParameter("id", correlationId)
                .getResultList()));
    }

    @Override
    public List<SagaRecord> findByState(SagaState state) {
        return read(session -> records(session.createQuery(BY_STATE, SagaStateRow.class)
                .setParameter("state", state.code())
                .getResultList()));
    }

    @Override
    public Page find(SagaQuery query) {
        if (!StoredForm.canHold(query.correlationId()) || !StoredForm.canHold(query.name())) {
            return new Page(List.of(), null);
        }
        List<SagaRecord> found = read(session -> records(FindSagas.find(session, query)));
        return SagaCursor.page(found, query.limit());
    }

    /** One that was ended behind the thread's back, by its time limit, is none. */
    private void requireTransaction() {
        if (!sessions.isInTransaction()) {
            throw new IllegalStateException("A saga is locked in a transaction only");
        }
    }

    private <T> T read(Function<StatelessSession, T> work) {
        try {
            return sessions.read(work);
        } catch (PersistenceException e) {
            throw JpaFailures.of("Reading sagas failed", e);
        }
    }

    /** As the store keeps it. */
    private <T> T write(SagaRecord saga, BiFunction<StatelessSession, SagaRecord, T> work) {
        try {
            return sessions.write(session -> work.apply(session, StoredForm.of(saga)));
        } catch (PersistenceException e) {
            throw RefusedSaga.asFailure(saga, e);
        }
    }

    /** Under the row's lock: an entity's revision must not meet another one's. */
    private static SagaStateRow write(StatelessSession session, SagaRecord saga) {
        SagaStateRow row = lock(session, saga.id());
        if (row == null) {
            // Of two who find nothing the second waits here, and finds the first one's.
            LockSagaName.id(session, saga.id());
            row = lock(session, saga.id());
        }
        if (row == null) {
            row = new SagaStateRow(saga, FIRST_REVISION);
            session.insert(row);
        } else {
            row = new SagaStateRow(saga, row.revision());
            session.update(row);
        }
        return row;
    }

    private static @Nullable SagaStateRow lock(StatelessSession session, String sagaId) {
        return session.get(SagaStateRow.class, sagaId, LockMode.PESSIMISTIC_WRITE);
    }

    private static Optional<Known> known(@Nullable SagaStateRow row) {
        return row == null ? Optional.empty() : Optional.of(new Known(row.read(), row.revision()));
    }

    private static List<SagaRecord> records(List<SagaStateRow> rows) {
        return rows.stream().map(SagaStateRow::read).toList();
    }
}
