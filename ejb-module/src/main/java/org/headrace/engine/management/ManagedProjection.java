package org.headrace.engine.management;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Position;
import org.headrace.projection.Projections;
import org.jspecify.annotations.Nullable;

/** A projection to be operated by its name. */
final class ManagedProjection implements ProjectionMXBean {

    private static final Duration KEEP = Duration.ofSeconds(1);

    private final String name;
    private final Projections projections;
    private final ManagedCalls calls;
    private final Predicate<String> known;
    private final BriefCache<ProjectionStatus> status;

    /** @param known whether JMX clients may know of a stream */
    ManagedProjection(String name, Projections projections, ManagedCalls calls, Predicate<String> known) {
        this.name = name;
        this.projections = projections;
        this.calls = calls;
        this.known = known;
        this.status = new BriefCache<>(
                () -> calls.read(() -> projections.status(name)).seenBy(known), KEEP, System::nanoTime);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getState() {
        return status.get().state().label();
    }

    @Override
    public String getExplanation() {
        return status.get().explanation();
    }

    @Override
    public long getLag() {
        return status.get().lag();
    }

    @Override
    public Map<String, Long> getCheckpoints() {
        return byStream(Position::lastProcessedOffset);
    }

    @Override
    public Map<String, Long> getHeads() {
        return byStream(Position::head);
    }

    private Map<String, Long> byStream(Function<Position, Long> value) {
        Map<String, Long> values = new TreeMap<>();
        status.get().positions().forEach(position -> values.put(position.stream(), value.apply(position)));
        return values;
    }

    @Override
    public long getEventsProcessed() {
        return status.get().eventsProcessed();
    }

    @Override
    public long getDeadLetters() {
        return status.get().deadLetters();
    }

    @Override
    public @Nullable String getLastError() {
        return status.get().lastError();
    }

    @Override
    public @Nullable String getLastErrorAt() {
        Instant at = status.get().lastErrorAt();
        return at == null ? null : at.toString();
    }

    @Override
    public @Nullable String getOwner() {
        return status.get().owner();
    }

    @Override
    public String pause(String reason) {
        return act("pause", reason, projections::pause);
    }

    @Override
    public String resume(String reason) {
        return act("resume", reason, projections::resume);
    }

    @Override
    public String rebuild(String reason) {
        return act("rebuild", reason, projections::rebuild);
    }

    @Override
    public String retry(String reason) {
        return act("retry", reason, projections::retry);
    }

    @Override
    public String skip(String reason) {
        return act("skip", reason, projections::skip);
    }

    @Override
    public String skipEvent(String stream, long offset, String reason) {
        var event = new Address(stream, offset);
        return act("skip", reason, (projection, by) -> projections.skip(projection, event, by));
    }

    private String act(String action, String reason, BiFunction<String, Operator, ProjectionStatus> how) {
        try {
            return calls.act(action, OperatorAction.projection(name), reason, by -> {
                ProjectionStatus after = how.apply(name, by).seenBy(known);
                return after.state().label() + ": " + after.explanation();
            });
        } finally {
            status.forget();
        }
    }
}
