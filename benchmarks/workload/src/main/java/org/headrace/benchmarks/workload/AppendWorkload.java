package org.headrace.benchmarks.workload;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.headrace.benchmarks.workload.Callers.Call;
import org.headrace.json.JsonText;
import org.headrace.stream.Append;
import org.headrace.stream.EventLog;
import org.headrace.stream.NewEvent;

/** Appends events, each append being durable before its caller makes the next. */
@Path("benchmark/append")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AppendWorkload {

    private static final int KEYS = 1_000;
    private static final String DATA = "{\"name\":\"" + "x".repeat(190) + "\"}";

    @Inject
    EventLog log;

    @Resource
    ManagedThreadFactory threads;

    @Resource
    UserTransaction transaction;

    /**
     * Returns how many events were appended.
     *
     * @param stream all append to it, or to streams of their own whose names begin so
     * @param own whether each caller has a stream of its own
     * @param batch events an append
     * @param jta whether each append is made in a JTA transaction of its caller's
     */
    @POST
    public Work run(
            @QueryParam("stream") String stream,
            @QueryParam("own") @DefaultValue("false") boolean own,
            @QueryParam("callers") int callers,
            @QueryParam("batch") int batch,
            @QueryParam("jta") @DefaultValue("false") boolean jta,
            @QueryParam("millis") long millis)
            throws InterruptedException, ExecutionException {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            String name = own ? stream + "-" + i : stream;
            int first = i;
            var turns = new int[] {0};
            Call append = () -> {
                log.append(Append.to(name, events(batch, first + turns[0]++)));
                return batch;
            };
            calls.add(jta ? () -> inTransaction(append) : append);
        }
        return Callers.run(threads, calls, millis);
    }

    private long inTransaction(Call call) throws Exception {
        transaction.begin();
        long done;
        try {
            done = call.once();
        } catch (Exception | Error e) {
            transaction.rollback();
            throw e;
        }
        transaction.commit();
        return done;
    }

    private static List<NewEvent> events(int count, int seed) {
        List<NewEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Benchmarked", JsonText.of(DATA)).withKey("key-" + (seed * 31 + i) % KEYS));
        }
        return events;
    }
}
