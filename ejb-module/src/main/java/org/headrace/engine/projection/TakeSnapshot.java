package org.headrace.engine.projection;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.SnapshottableProjection;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.Snapshot;
import org.headrace.projection.spi.Snapshot.Position;
import org.headrace.projection.spi.SnapshotStore;

/** Writes a read model down, in the transaction of an operator's action, so that content and positions agree. */
record TakeSnapshot(ProjectionDefinition definition, RunnerParts parts, SnapshotStore store) {

    private static final int KEPT = 3;

    /** What is not yet kept in the heap is refused: a read model of another size needs another way. */
    private static final int MOST_BYTES = 256 << 20;

    /** @throws ProjectionStateException when there is something that it would not hold */
    Snapshot take(Operator by) throws Exception {
        List<Position> positions = positions();
        var content = new ByteArrayOutputStream();
        SnapshottableProjection projection = LoadedSnapshot.requireSnapshottable(definition);
        projection.writeSnapshot(content);
        if (content.size() > MOST_BYTES) {
            throw new ProjectionStateException("The snapshot of projection " + definition.name() + " has "
                    + content.size() + " bytes, more than " + MOST_BYTES);
        }
        byte[] bytes = content.toByteArray();
        Snapshot taken = store.save(
                new Snapshot(
                        0,
                        definition.name(),
                        projection.snapshotVersion(),
                        parts.clock().instant(),
                        by.principal(),
                        positions,
                        LoadedSnapshot.checksum(bytes),
                        bytes.length),
                bytes);
        store.keepNewest(definition.name(), KEPT);
        return taken;
    }

    private List<Position> positions() {
        String name = definition.name();
        List<Position> positions = new ArrayList<>();
        for (String stream : definition.streams()) {
            Checkpoint place = parts.placeOf(name, stream);
            if (place.counts().parked() > 0
                    || parts.places().deadLetters().counts(name).containsKey(stream)) {
                throw new ProjectionStateException("Projection " + name + " has dead letters in stream " + stream
                        + ", which a snapshot would lack for ever: retry or skip them first");
            }
            positions.add(Position.of(place));
            for (Segment segment : parts.places().segments().load(name, stream)) {
                positions.add(Position.of(stream, segment));
            }
        }
        return positions;
    }
}
