package org.headrace.benchmarks.workload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.TimeUnit;
import org.headrace.json.JsonText;
import org.headrace.stream.EventLog;
import org.headrace.stream.NewEvent;

/** Appends events at a pace, and tells how long they took to their read model. */
@Path("benchmark/latency")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class LatencyWorkload {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @Inject
    EventLog log;

    @Inject
    Arrivals arrivals;

    /** From the call of append to the committed transaction of the read model. */
    public record Latency(long count, double p50Ms, double p99Ms) {}

    /** @param micros between two events */
    @POST
    public Latency run(@QueryParam("count") int count, @QueryParam("micros") long micros) throws Exception {
        arrivals.reset();
        Paced.steps(
                count,
                micros,
                () -> log.append(LatestStamps.STREAM, NewEvent.of("Stamped", JsonText.of(Stamped.now()))));
        Latencies seen = arrivals.now();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (seen.total() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Only " + seen.total() + " of " + count + " have arrived");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return new Latency(count, seen.millis(0.5), seen.millis(0.99));
    }
}
