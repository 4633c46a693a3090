package org.headrace.engine.projection;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.SnapshottableProjection;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.Snapshot;
import org.headrace.projection.spi.Snapshot.Position;

/** A snapshot and its content. */
final class LoadedSnapshot {

    private final Snapshot snapshot;
    private final byte[] content;

    LoadedSnapshot(Snapshot snapshot, byte[] content) {
        this.snapshot = snapshot;
        this.content = content;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Thrown when the projection cannot read the content; what it wrote until then is to be rolled back. */
    static final class UnreadableException extends RuntimeException {
        UnreadableException(Throwable cause) {
            super(cause.toString(), cause);
        }
    }

    static SnapshottableProjection requireSnapshottable(ProjectionDefinition definition) {
        if (definition.handler() instanceof SnapshottableProjection projection) {
            return projection;
        }
        throw new ProjectionStateException("There are no snapshots of projection " + definition.name()
                + ": its class does not implement SnapshottableProjection");
    }

    static String checksum(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    boolean isIntact() {
        return checksum(content).equals(snapshot.checksum());
    }

    /**
     * Puts the content into a read model that was reset, and its places where the snapshot was. In the caller's
     * transaction.
     *
     * @param parts of the version that is filled
     * @throws UnreadableException when the projection cannot read it
     */
    void restore(ProjectionDefinition definition, RunnerParts parts) {
        try {
            requireSnapshottable(definition).readSnapshot(new ByteArrayInputStream(content));
            parts.contributed().flush();
        } catch (Exception e) {
            throw new UnreadableException(e);
        }
        for (String stream : definition.streams()) {
            List<Segment> segments = snapshot.positions().stream()
                    .filter(p -> p.stream().equals(stream) && !p.isCheckpoint())
                    .map(p -> new Segment(p.segment(), p.of(), p.offset(), p.counts()))
                    .toList();
            parts.places().segments().replace(definition.name(), stream, segments);
        }
        snapshot.positions().stream().filter(Position::isCheckpoint).forEach(p -> put(p, definition.name(), parts));
    }

    /** What it replays until stays as the reset has left it. */
    private static void put(Position position, String projection, RunnerParts parts) {
        Checkpoint reset = parts.placeOf(projection, position.stream());
        parts.places()
                .checkpoints()
                .put(new Checkpoint(
                        projection,
                        position.stream(),
                        position.offset(),
                        position.counts(),
                        reset.replayUntil(),
                        parts.clock().instant(),
                        reset.lastError(),
                        reset.lastErrorAt()));
    }
}
