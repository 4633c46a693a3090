package org.headrace.engine.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.Snapshots;
import org.headrace.projection.SnapshottableProjection;
import org.headrace.projection.spi.Snapshot;
import org.headrace.projection.spi.Snapshot.Position;
import org.headrace.projection.spi.SnapshotStore;

/** Takes snapshots, on an operator's word and after so many events. */
@ApplicationScoped
public class SnapshotOperations implements Snapshots {

    private static final Log LOG = Log.of(SnapshotOperations.class);

    @Inject
    RegisteredProjections registered;

    @Inject
    SnapshotStore store;

    @Inject
    OperatorActionStore actions;

    @Override
    public List<Info> list(String name) {
        ProjectionDefinition definition = registered.runner(name).definition();
        return store.list(name).stream().map(s -> info(s, definition)).toList();
    }

    @Override
    public Info take(String name, Operator by) {
        ProjectionRunner runner = registered.runner(name);
        LoadedSnapshot.requireSnapshottable(runner.definition());
        var taken = new AtomicReference<Snapshot>();
        runner.operate(before -> {
            Snapshot snapshot = new TakeSnapshot(runner.definition(), registered.parts(), store).take(by);
            actions.record(new OperatorAction(
                    snapshot.takenAt(),
                    by,
                    "take-snapshot",
                    OperatorAction.projection(name),
                    "snapshot " + snapshot.id()));
            taken.set(snapshot);
            return before;
        });
        Info info = info(Objects.requireNonNull(taken.get()), runner.definition());
        LOG.write(LogMessage.SNAPSHOT_TAKEN, name, info.id(), info.bytes(), by.principal());
        return info;
    }

    /** How many events the newest snapshot that the projection could read has seen; 0: there is none. */
    long eventsInNewest(ProjectionDefinition definition) {
        return list(definition.name()).stream()
                .filter(Info::fits)
                .findFirst()
                .map(info -> info.offsets().values().stream()
                        .mapToLong(offset -> offset + 1)
                        .sum())
                .orElse(0L);
    }

    private static Info info(Snapshot snapshot, ProjectionDefinition definition) {
        boolean fits = definition.handler() instanceof SnapshottableProjection projection
                && projection.snapshotVersion() == snapshot.version();
        Map<String, Long> offsets = snapshot.positions().stream()
                .filter(Position::isCheckpoint)
                .collect(Collectors.toMap(Position::stream, Position::offset));
        return new Info(
                snapshot.id(),
                snapshot.version(),
                fits,
                snapshot.takenAt(),
                snapshot.takenBy(),
                offsets,
                snapshot.bytes());
    }
}
