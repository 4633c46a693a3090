package org.headrace.persistence.saga;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.persistence.jpa.JpaFailures;
import org.headrace.persistence.jpa.TransactionEntityManagers;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;
import org.jspecify.annotations.Nullable;

/**
 * States of sagas in {@code saga_states}. An entity stays in a transaction's persistence context only where the
 * transaction has locked its row: any other one is taken out again once it is read, so that the next look is at what is
 * committed by then.
 */
public final class JpaSagaStateStore implements SagaStateStore {

    private static final String BY_BUSINESS_KEY =
            "select s from SagaStateRow s where s.sagaName = :name and s.businessKey = :key";

    private static final String BY_CORRELATION_ID =
            "select s from SagaStateRow s where s.correlationId = :id order by s.startedAt desc, s.sagaId";

    private static final String BY_STATE =
            "select s from SagaStateRow s where s.state = :state order by s.startedAt desc, s.sagaId";

    private final TransactionEntityManagers entityManagers;

    public JpaSagaStateStore(TransactionEntityManagers entityManagers) {
        this.entityManagers = entityManagers;
    }

    @Override
    public void save(SagaRecord saga) {
        try {
            entityManagers.write(entityManager -> write(entityManager, StoredForm.of(saga)));
        } catch (PersistenceException e) {
            throw RefusedSaga.asFailure(saga, e);
        }
    }

    @Override
    public Optional<SagaRecord> load(String sagaId) {
        return StoredForm.canHold(sagaId)
                ? read(entityManager -> read(entityManager, entityManager.find(SagaStateRow.class, sagaId)))
                : Optional.empty();
    }

    @Override
    public Optional<SagaRecord> loadForUpdate(String sagaId) {
        if (!entityManagers.isInTransaction()) {
            throw new IllegalStateException("A saga is locked in a transaction only");
        }
        return StoredForm.canHold(sagaId)
                ? read(entityManager -> read(entityManager, lock(entityManager, sagaId)))
                : Optional.empty();
    }

    @Override
    public Optional<SagaRecord> findByBusinessKey(String sagaName, String businessKey) {
        if (!StoredForm.canHold(sagaName) || !StoredForm.canHold(businessKey)) {
            return Optional.empty();
        }
        return read(entityManager -> {
            if (entityManagers.isInTransaction()) {
                LockSagaName.businessKey(entityManager, sagaName, businessKey);
            }
            List<SagaStateRow> found = entityManager
                    .createQuery(BY_BUSINESS_KEY, SagaStateRow.class)
                    .setParameter("name", sagaName)
                    .setParameter("key", businessKey)
                    .getResultList();
            return read(entityManager, found).stream().findFirst();
        });
    }

    @Override
    public List<SagaRecord> findByCorrelationId(String correlationId) {
        if (!StoredForm.canHold(correlationId)) {
            return List.of();
        }
        return read(entityManager -> read(
                entityManager,
                entityManager
                        .createQuery(BY_CORRELATION_ID, SagaStateRow.class)
                        .setParameter("id", correlationId)
                        .getResultList()));
    }

    @Override
    public List<SagaRecord> findByState(SagaState state) {
        return read(entityManager -> read(
                entityManager,
                entityManager
                        .createQuery(BY_STATE, SagaStateRow.class)
                        .setParameter("state", state.code())
                        .getResultList()));
    }

    @Override
    public Page find(SagaQuery query) {
        if (!StoredForm.canHold(query.correlationId()) || !StoredForm.canHold(query.name())) {
            return new Page(List.of(), null);
        }
        List<SagaRecord> found = read(entityManager -> read(entityManager, FindSagas.find(entityManager, query)));
        return SagaCursor.page(found, query.limit());
    }

    private <T> T read(Function<EntityManager, T> work) {
        try {
            return entityManagers.read(work);
        } catch (PersistenceException e) {
            throw JpaFailures.of("Reading sagas failed", e);
        }
    }

    /** Under the row's lock: an entity's revision must not meet another one's. */
    private static SagaStateRow write(EntityManager entityManager, SagaRecord saga) {
        SagaStateRow row = lock(entityManager, saga.id());
        if (row == null) {
            // Of two who find nothing the second waits here, and finds the first one's.
            LockSagaName.id(entityManager, saga.id());
            row = lock(entityManager, saga.id());
        }
        if (row == null) {
            row = new SagaStateRow().write(saga);
            entityManager.persist(row);
        } else {
            row.write(saga);
        }
        entityManager.flush();
        return row;
    }

    private static @Nullable SagaStateRow lock(EntityManager entityManager, String sagaId) {
        SagaStateRow row = entityManager.find(SagaStateRow.class, sagaId, LockModeType.PESSIMISTIC_WRITE);
        return row == null ? null : row.held();
    }

    private static List<SagaRecord> read(EntityManager entityManager, List<SagaStateRow> rows) {
        return rows.stream().flatMap(row -> read(entityManager, row).stream()).toList();
    }

    private static Optional<SagaRecord> read(EntityManager entityManager, @Nullable SagaStateRow row) {
        if (row == null) {
            return Optional.empty();
        }
        if (row.isAsWritten()) {
            entityManager.refresh(row.asRead(), LockModeType.PESSIMISTIC_WRITE);
        }
        SagaRecord saga = row.read();
        if (!row.isHeld()) {
            entityManager.detach(row);
        }
        return Optional.of(saga);
    }
}
