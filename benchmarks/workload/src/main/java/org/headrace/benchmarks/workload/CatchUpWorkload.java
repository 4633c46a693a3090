package org.headrace.benchmarks.workload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.TimeUnit;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.Projections;

/** Has a projection read its stream from the beginning. */
@Path("benchmark/catch-up")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class CatchUpWorkload {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    @Inject
    Projections projections;

    /**
     * Returns when it has caught up. The time begins when its read model has been emptied, or before.
     *
     * @param events that the stream holds
     * @param whole whether emptying the read model counts
     */
    @POST
    public Work run(
            @QueryParam("projection") String name,
            @QueryParam("events") long events,
            @QueryParam("whole") @DefaultValue("false") boolean whole)
            throws InterruptedException {
        long asked = System.nanoTime();
        projections.rebuild(name, new Operator("benchmark", ""));
        long begin = whole ? asked : System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE_NANOS) {
            ProjectionStatus status = projections.status(name);
            if (status.lastError() != null) {
                throw new IllegalStateException(name + " has failed: " + status.explanation());
            }
            if (status.positions().get(0).lastProcessedOffset() == events - 1) {
                return new Work(events, System.nanoTime() - begin);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IllegalStateException(name + " has not caught up: " + projections.status(name));
    }
}
