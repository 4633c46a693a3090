package org.headrace.engine.projection;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.headrace.engine.transaction.FailureText;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.SnapshottableProjection;
import org.headrace.projection.spi.Snapshot;
import org.headrace.projection.spi.Snapshot.Position;
import org.headrace.projection.spi.SnapshotStore;
import org.headrace.stream.spi.StreamHeads;
import org.jspecify.annotations.Nullable;

/**
 * Has a rebuild start from the newest snapshot that fits, or at the first event when there is none. One that cannot be read
 * is passed over, with a warning that says why.
 */
record FromSnapshot(SnapshotStore store, StreamHeads heads) {

    private static final Log LOG = Log.of(FromSnapshot.class);

    /** @param rebuild an action in a transaction of its own; is given nothing when it is to start at the first event */
    void start(ProjectionDefinition definition, Consumer<Optional<LoadedSnapshot>> rebuild) {
        if (definition.handler() instanceof SnapshottableProjection projection) {
            for (Snapshot snapshot : store.list(definition.name())) {
                if (snapshot.version() == projection.snapshotVersion() && isTried(snapshot, definition, rebuild)) {
                    return;
                }
            }
        }
        rebuild.accept(Optional.empty());
    }

    /** False: it cannot be used. */
    private boolean isTried(
            Snapshot snapshot, ProjectionDefinition definition, Consumer<Optional<LoadedSnapshot>> rebuild) {
        Optional<LoadedSnapshot> loaded =
                store.content(snapshot.id()).map(content -> new LoadedSnapshot(snapshot, content));
        if (loaded.isEmpty()) {
            return false; // dropped since it was listed
        }
        String misfit = misfit(loaded.get(), definition);
        if (misfit != null) {
            warn(snapshot, misfit);
            return false;
        }
        try {
            rebuild.accept(loaded);
            LOG.write(LogMessage.SNAPSHOT_USED, definition.name(), describe(snapshot));
            return true;
        } catch (ProjectionStateException e) {
            if (e.getCause() instanceof LoadedSnapshot.UnreadableException unreadable) {
                warn(snapshot, "it cannot be read: " + FailureText.describe(unreadable));
                return false;
            }
            throw e;
        }
    }

    private @Nullable String misfit(LoadedSnapshot loaded, ProjectionDefinition definition) {
        Set<String> streams = loaded.snapshot().positions().stream()
                .map(Position::stream)
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, Long> ends = heads.heads(streams);
        if (!loaded.isIntact()) {
            return "its checksum is wrong";
        } else if (!definition.streams().containsAll(streams)) {
            return "it holds events of a stream that the projection does not read any more";
        } else if (loaded.snapshot().positions().stream()
                .anyMatch(p -> p.offset() > ends.getOrDefault(p.stream(), -1L))) {
            return "it is beyond the end of its stream, which was restored to an earlier state";
        }
        return null;
    }

    private static void warn(Snapshot snapshot, String why) {
        LOG.write(LogMessage.SNAPSHOT_REFUSED, snapshot.projection(), describe(snapshot), why);
    }

    private static String describe(Snapshot snapshot) {
        return "its snapshot " + snapshot.id() + " of " + snapshot.takenAt();
    }
}
