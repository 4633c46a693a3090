package org.headrace.engine.saga;

import java.util.List;
import java.util.function.Consumer;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore.Known;

/** Stores what becomes of a saga in a turn, in the transaction of that. */
interface Writes {

    /**
     * Stores what a saga is next.
     *
     * @param revision of what that follows from
     * @param stored is told how it is stored, before the transaction ends
     * @return false: it has been written since, and nothing is stored
     */
    boolean replace(SagaRecord after, long revision, Consumer<Known> stored);

    /** Stores what has happened. */
    void tell(List<SagaHappening> happenings);

    /** Stores that a saga has nothing more to do. */
    void remove(String sagaId);

    /** At once. */
    static Writes direct(SagaParts parts) {
        return new Direct(parts);
    }

    /** Each thing by itself, when it is asked for. */
    record Direct(SagaParts parts) implements Writes {

        @Override
        public boolean replace(SagaRecord after, long revision, Consumer<Known> stored) {
            var replaced = parts.states().replace(after, revision);
            replaced.ifPresent(stored);
            return replaced.isPresent();
        }

        @Override
        public void tell(List<SagaHappening> happenings) {
            parts.log().add(happenings);
        }

        @Override
        public void remove(String sagaId) {
            parts.work().remove(sagaId);
        }
    }
}
