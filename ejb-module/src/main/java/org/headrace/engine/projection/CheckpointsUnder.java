package org.headrace.engine.projection;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.CheckpointStore;

/** The same store, each projection under another name. */
record CheckpointsUnder(UnaryOperator<String> naming, CheckpointStore store) implements CheckpointStore {

    @Override
    public Optional<Checkpoint> load(String projection, String stream) {
        return store.load(naming.apply(projection), stream).map(found -> found.under(projection, found.lastUpdated()));
    }

    @Override
    public void advance(String projection, String stream, Move move) {
        store.advance(naming.apply(projection), stream, move);
    }

    @Override
    public void align(String projection, String stream, long offset, Counts counts) {
        store.align(naming.apply(projection), stream, offset, counts);
    }

    @Override
    public void recount(String projection, String stream, Counts change) {
        store.recount(naming.apply(projection), stream, change);
    }

    @Override
    public void reset(String projection, String stream) {
        store.reset(naming.apply(projection), stream);
    }

    @Override
    public void put(Checkpoint checkpoint) {
        store.put(checkpoint.under(naming.apply(checkpoint.projection()), checkpoint.lastUpdated()));
    }

    @Override
    public void remove(String projection) {
        store.remove(naming.apply(projection));
    }

    @Override
    public void recordError(String projection, String stream, String error) {
        store.recordError(naming.apply(projection), stream, error);
    }
}
