package org.headrace.engine.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.headrace.engine.projection.ProjectionReading.StreamReading;
import org.headrace.engine.projection.StatusReport.Facts;
import org.headrace.engine.projection.StatusReport.StreamFacts;
import org.headrace.projection.spi.Checkpoint;

/** Reads where the projections stand from what their runners know. Asks the store nothing and waits for nobody. */
@ApplicationScoped
public class ProjectionReadings {

    @Inject
    RegisteredProjections registered;

    /** In order of name; none before the start and after the stop. */
    public List<ProjectionReading> all() {
        return registered.runners().stream().map(this::of).toList();
    }

    private ProjectionReading of(ProjectionRunner runner) {
        RunnerParts parts = registered.parts();
        String name = runner.definition().name();
        boolean here = runner.isHere();
        Standing standing = here ? runner.standing() : Standing.elsewhere();
        Instant now = parts.clock().instant();
        List<StreamFacts> facts = new ArrayList<>();
        List<StreamReading> streams = new ArrayList<>();
        long letters = 0;
        for (String stream : runner.definition().streams()) {
            long head = parts.streams().head(stream);
            Checkpoint place = standing.seen(stream).orElse(null);
            facts.add(new StreamFacts(place == null ? Checkpoint.start(name, stream, now) : place, head, List.of()));
            if (place != null) {
                long lag = Math.max(0, head - place.lastProcessedOffset());
                streams.add(new StreamReading(
                        stream,
                        lag,
                        lag == 0 ? Duration.ZERO : standing.lateness().of(stream, now)));
                letters += place.counts().parked();
            }
        }
        var known = new Facts(
                name, facts, standing.seenRunState(), parts.places().leases().known(name), standing);
        return new ProjectionReading(name, here, StatusReport.stateOf(known), streams, letters);
    }
}
