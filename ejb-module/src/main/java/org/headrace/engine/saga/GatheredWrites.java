package org.headrace.engine.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaStateStore.Replacement;

/**
 * Stores what becomes of several sagas that share a transaction at its end, those of one kind together: to send a statement
 * and wait for its answer costs more than most of what is in it. Used once, by one thread.
 */
final class GatheredWrites implements Writes {

    private final SagaParts parts;
    private final List<Replacement> replacements = new ArrayList<>();
    private final List<Consumer<Known>> told = new ArrayList<>();
    private final List<SagaHappening> happenings = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    GatheredWrites(SagaParts parts) {
        this.parts = parts;
    }

    /** True, for now: {@link #write} will see. */
    @Override
    public boolean replace(SagaRecord after, long revision, Consumer<Known> stored) {
        replacements.add(new Replacement(after, revision));
        told.add(stored);
        return true;
    }

    @Override
    public void tell(List<SagaHappening> more) {
        happenings.addAll(more);
    }

    @Override
    public void remove(String sagaId) {
        done.add(sagaId);
    }

    /**
     * Writes all of it. When this throws, the transaction must be rolled back.
     *
     * @throws IllegalStateException when one of the sagas has been written by others since it was seen
     */
    void write() {
        if (!replacements.isEmpty()) {
            List<Known> stored = parts.states()
                    .replaceAll(replacements)
                    .orElseThrow(() -> new IllegalStateException("One of the sagas was changed meanwhile"));
            for (int i = 0; i < stored.size(); i++) {
                told.get(i).accept(stored.get(i));
            }
        }
        parts.log().add(happenings);
        if (!done.isEmpty()) {
            parts.work().removeAll(done);
        }
    }
}
