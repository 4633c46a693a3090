package org.headrace.benchmarks.workload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.Projections;

/** Has so many projections that nothing is left to do for any of them. */
@Path("benchmark/idle")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class IdleWorkload {

    private static final String PREFIX = "benchmark-idle-";
    private static final String STREAM_PREFIX = "BenchmarkIdle-";
    private static final DynamicProjection NOTHING = (event, context) -> {};
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @Inject
    ProjectionRegistry registry;

    @Inject
    Projections projections;

    /**
     * What the projections of this node do.
     *
     * @param atRest how many of them have read their streams to the end, those that were added at least one event
     */
    public record Rest(int projections, int atRest) {}

    /**
     * Adds such as read a stream {@code BenchmarkIdle-N} each, from the first on, or takes them away again. Returns when all
     * are at rest.
     *
     * @param wanted in all
     */
    @POST
    public Rest bring(@QueryParam("projections") int wanted) throws InterruptedException {
        int others = (int) registry.all().stream()
                .filter(definition -> !definition.name().startsWith(PREFIX))
                .count();
        if (wanted < others) {
            throw new IllegalArgumentException(
                    "There are " + others + " projections besides, and " + wanted + " wanted");
        }
        int idle = registry.all().size() - others;
        for (int i = idle; i > wanted - others; i--) {
            registry.unregister(PREFIX + i);
        }
        for (int i = idle + 1; i <= wanted - others; i++) {
            registry.register(ProjectionDefinition.of(PREFIX + i, NOTHING, STREAM_PREFIX + i));
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (rest().atRest() < wanted) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Not all are at rest: " + projections.statuses());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return rest();
    }

    @GET
    public Rest rest() {
        List<ProjectionStatus> statuses = projections.statuses();
        return new Rest(statuses.size(), (int)
                statuses.stream().filter(IdleWorkload::isAtRest).count());
    }

    private static boolean isAtRest(ProjectionStatus status) {
        boolean hasRead = !status.name().startsWith(PREFIX) || status.eventsProcessed() > 0;
        return status.state() == ProjectionState.LIVE && status.lag() == 0 && hasRead;
    }
}
