package org.headrace.engine.saga;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.OnPoison;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.StaleCheckpointException;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaTrigger;
import org.headrace.stream.EventLog;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamInfo;

/**
 * Has sagas started by events: a projection for each saga that asks for it, which starts them under the event's id as
 * their business key. What an event's data is refused for makes it a dead letter, and holds no other up.
 */
final class SagaTriggers implements RegisteredSagas.Follower {

    private static final Log LOG = Log.of(SagaTriggers.class);

    private final RegisteredSagas sagas;
    private final SagaStarts starts;
    private final ProjectionRegistry projections;
    private final CheckpointStore checkpoints;
    private final EventLog log;

    /** By the saga's name, the version whose trigger is in use. */
    private final Map<String, RegisteredSaga> followed = new ConcurrentHashMap<>();

    SagaTriggers(
            RegisteredSagas sagas,
            SagaStarts starts,
            ProjectionRegistry projections,
            CheckpointStore checkpoints,
            EventLog log) {
        this.sagas = sagas;
        this.starts = starts;
        this.projections = projections;
        this.checkpoints = checkpoints;
        this.log = log;
    }

    static String projectionOf(String saga) {
        return "start-" + saga;
    }

    @Override
    public synchronized void added(RegisteredSaga saga) {
        follow(saga.name());
    }

    @Override
    public synchronized void removed(RegisteredSaga saga) {
        follow(saga.name());
    }

    /** The trigger of the highest version counts, as new sagas are of that. */
    private void follow(String name) {
        RegisteredSaga newest = sagas.newest(name).orElse(null);
        RegisteredSaga before = followed.get(name);
        if (Objects.equals(newest, before)) {
            return;
        }
        if (before != null) {
            followed.remove(name);
            projections.unregister(projectionOf(name));
        }
        Optional<SagaTrigger> trigger =
                newest == null ? Optional.empty() : newest.definition().startedBy();
        if (newest != null && trigger.isPresent()) {
            if (!trigger.get().past()) {
                passOver(projectionOf(name), trigger.get().stream());
            }
            projections.register(ProjectionDefinition.of(
                            projectionOf(name), new Starter(name, trigger.get(), starts), trigger.get().stream())
                    .withOptions(ProjectionOptions.DEFAULT.withOnPoison(OnPoison.DEAD_LETTER)));
            followed.put(name, newest);
        }
    }

    /** Events that are there when the saga is first deployed start none. */
    private void passOver(String projection, String stream) {
        Optional<StreamInfo> info = log.stream(stream);
        if (info.isEmpty() || checkpoints.load(projection, stream).isPresent()) {
            return;
        }
        long head = info.get().head();
        try {
            checkpoints.advance(projection, stream, new Move(-1, head, new Counts(0, head + 1, 0)));
            LOG.write(LogMessage.TRIGGER_BEGINS, projection, head, stream);
        } catch (StaleCheckpointException e) {
            LOG.because(e, LogMessage.TRIGGER_SET_ELSEWHERE);
        }
    }

    /** Starts a saga for each event wanted. */
    record Starter(String saga, SagaTrigger trigger, SagaStarts starts) implements DynamicProjection {

        @Override
        public void project(Object payload, EventContext context) {
            RecordedEvent event = context.event();
            if (trigger.types().isEmpty() || trigger.types().contains(event.type())) {
                Optional<SagaData> data = trigger.data().apply(event);
                data.ifPresent(wanted -> starts.start(SagaStart.of(saga, wanted)
                        .withBusinessKey(event.eventId().toString())));
            }
        }
    }
}
