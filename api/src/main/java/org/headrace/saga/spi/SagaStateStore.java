package org.headrace.saga.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaState;
import org.headrace.stream.EventLogUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the states of sagas. Joins the JTA transaction of the calling thread where there is one; without one a write is
 * durable on return. Throws {@link EventLogUnavailableException} when the database does not answer.
 */
public interface SagaStateStore {

    /**
     * Writes a saga, whether it is there or not; written out at once, so that what the database refuses is seen here.
     * The last one to commit wins: who reads before it writes reads by {@link #loadForUpdate}.
     *
     * @throws org.headrace.saga.SagaStateException when another saga has its name and business key
     * @throws org.headrace.input.InvalidInputException when its data is JSON that the store cannot keep
     */
    void save(SagaRecord saga);

    /**
     * Writes a saga that is not there; else as {@link #save}.
     *
     * @throws IllegalStateException when it is there
     */
    Known add(SagaRecord saga);

    /**
     * Writes a saga over the one that is known, without a look at it; else as {@link #save}. Needs a transaction; waits for
     * another one that has it locked.
     *
     * @param revision what is known
     * @return empty: it has been written since, or is gone; nothing is changed then
     */
    Optional<Known> replace(SagaRecord saga, long revision);

    /**
     * {@link #add} of several, together where the store can. When this throws, some of them may be written: without a
     * transaction to be rolled back nobody could tell which.
     *
     * @return in the same order
     */
    default List<Known> addAll(List<SagaRecord> sagas) {
        return sagas.stream().map(this::add).toList();
    }

    /**
     * {@link #replace} of several different ones, together where the store can. When one of them has been written since, or
     * this throws, others may be written: then the calling thread's transaction must be rolled back.
     *
     * @return in the same order; empty: one of them has been written since, or is gone
     */
    default Optional<List<Known>> replaceAll(List<Replacement> replacements) {
        List<Known> replaced = new ArrayList<>();
        for (Replacement each : replacements) {
            replace(each.saga(), each.revision()).ifPresent(replaced::add);
        }
        return replaced.size() == replacements.size() ? Optional.of(replaced) : Optional.empty();
    }

    /** As committed, or as the calling thread's transaction has written it. */
    Optional<Known> look(String sagaId);

    /**
     * The newest committed state (whatever the calling thread's transaction has read before), locked until that
     * transaction ends: another one that asks in this way waits. Needs a transaction.
     */
    Optional<Known> lock(String sagaId);

    /** {@link #look} without the revision. */
    default Optional<SagaRecord> load(String sagaId) {
        return look(sagaId).map(Known::saga);
    }

    /** {@link #lock} without the revision. */
    default Optional<SagaRecord> loadForUpdate(String sagaId) {
        return lock(sagaId).map(Known::saga);
    }

    /**
     * The saga that was started under a name and key. Within a transaction the pair is locked until it ends, whether
     * it is there or not, so that two starts of the same cannot both find nothing.
     */
    Optional<SagaRecord> findByBusinessKey(String sagaName, String businessKey);

    /** The newest first. */
    List<SagaRecord> findByCorrelationId(String correlationId);

    /** The newest first. */
    List<SagaRecord> findByState(SagaState state);

    /**
     * The newest first, by time of start and id.
     *
     * @throws org.headrace.input.InvalidInputException when the query's cursor is none of ours
     */
    Page find(SagaQuery query);

    /**
     * A saga as it is stored.
     *
     * @param revision how often it was written before
     */
    record Known(SagaRecord saga, long revision) {}

    /**
     * What a saga is to be.
     *
     * @param revision of what is known of it, which this follows from
     */
    record Replacement(SagaRecord saga, long revision) {}

    /** @param next null: this is the last */
    record Page(List<SagaRecord> sagas, @Nullable String next) {}
}
