package org.headrace.benchmarks.workload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.headrace.json.JsonText;
import org.headrace.stream.Append;
import org.headrace.stream.EventLog;
import org.headrace.stream.NewEvent;

/** Appends the events that the hub's clients are sent. */
@Path("benchmark/fan-out")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class FanOutWorkload {

    private static final int BATCH = 100;

    @Inject
    EventLog log;

    /** Appends them as fast as one caller can, by batches of {@value #BATCH}. */
    @POST
    @Path("publish")
    public Work publish(@QueryParam("stream") String stream, @QueryParam("count") int count) {
        long begin = System.nanoTime();
        for (int done = 0; done < count; done += BATCH) {
            log.append(Append.to(stream, events(Math.min(BATCH, count - done))));
        }
        return new Work(count, System.nanoTime() - begin);
    }

    /** Appends one at a time, each so many microseconds after the one before. */
    @POST
    @Path("pace")
    public Work pace(
            @QueryParam("stream") String stream, @QueryParam("count") int count, @QueryParam("micros") long micros)
            throws Exception {
        long begin = System.nanoTime();
        Paced.steps(count, micros, () -> log.append(Append.to(stream, events(1))));
        return new Work(count, System.nanoTime() - begin);
    }

    private static List<NewEvent> events(int count) {
        List<NewEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Benchmarked", JsonText.of(Stamped.now())));
        }
        return events;
    }
}
