package org.headrace.engine.projection;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.SegmentStore;

/** The same store, each projection under another name; what operators want is the same for all versions. */
record SegmentsUnder(UnaryOperator<String> naming, SegmentStore store) implements SegmentStore {

    @Override
    public List<Segment> load(String projection, String stream) {
        return store.load(naming.apply(projection), stream);
    }

    @Override
    public void advance(String projection, String stream, int number, Move move) {
        store.advance(naming.apply(projection), stream, number, move);
    }

    @Override
    public Counts drain(String projection, String stream) {
        return store.drain(naming.apply(projection), stream);
    }

    @Override
    public void replace(String projection, String stream, List<Segment> segments) {
        store.replace(naming.apply(projection), stream, segments);
    }

    @Override
    public Optional<Integer> wanted(String projection) {
        return store.wanted(projection);
    }

    @Override
    public void want(String projection, int segments) {
        store.want(projection, segments);
    }
}
