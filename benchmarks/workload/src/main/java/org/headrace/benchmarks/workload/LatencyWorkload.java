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
    public record Latency(long count, double p50Ms, double p99Ms, double firstMs) {}

    /**
     * Forgets what has arrived so far.
     *
     * @param leadIn events that do not count, but for the first of them
     */
    @POST
    @Path("begin")
    public Latency begin(@QueryParam("leadIn") int leadIn) {
        arrivals.reset(leadIn);
        return seen();
    }

    /**
     * Appends, whatever node has the projection.
     *
     * @param micros between two events
     */
    @POST
    @Path("append")
    public Work append(@QueryParam("count") int count, @QueryParam("micros") long micros) throws Exception {
        long begin = System.nanoTime();
        Paced.steps(
                count,
                micros,
                () -> log.append(LatestStamps.STREAM, NewEvent.of("Stamped", JsonText.of(Stamped.now()))));
        return new Work(count, System.nanoTime() - begin);
    }

    /** Asked of the node that has the projection: returns when so many have arrived after the lead-in. */
    @POST
    @Path("end")
    public Latency end(@QueryParam("count") int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (arrivals.now().total() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Only " + arrivals.now().total() + " of " + count + " have arrived");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return seen();
    }

    private Latency seen() {
        Latencies seen = arrivals.now();
        return new Latency(seen.total(), seen.millis(0.5), seen.millis(0.99), seen.firstMillis());
    }
}
