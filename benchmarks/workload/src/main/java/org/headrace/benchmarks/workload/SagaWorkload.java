package org.headrace.benchmarks.workload;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.headrace.benchmarks.workload.Callers.Call;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;

/** Runs sagas: each caller starts one, waits for its end, and starts the next. */
@Path("benchmark/sagas")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SagaWorkload {

    private static final int PATIENCE_SECONDS = 60;

    @Inject
    SagaOrchestrator sagas;

    @Inject
    Endings endings;

    @Resource
    ManagedThreadFactory threads;

    /** @param fails whether each is to fail at its third step, and be compensated */
    @POST
    public Work run(
            @QueryParam("callers") int callers,
            @QueryParam("millis") long millis,
            @QueryParam("fails") @DefaultValue("false") boolean fails)
            throws InterruptedException, ExecutionException {
        Call call = () -> {
            SagaStarted started = sagas.start(SagaStart.of(BenchmarkSaga.NAME, BenchmarkSaga.data(fails)));
            if (!endings.await(started.sagaId(), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Saga " + started.sagaId() + " has not ended");
            }
            return 1;
        };
        return Callers.run(threads, Collections.nCopies(callers, call), millis);
    }
}
