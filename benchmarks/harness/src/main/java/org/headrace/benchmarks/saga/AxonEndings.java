package org.headrace.benchmarks.saga;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** Tells the callers that Axon has committed their saga's end. */
public final class AxonEndings {

    private static final int PATIENCE_SECONDS = 60;

    private final Map<String, CountDownLatch> sagas = new ConcurrentHashMap<>();

    /** Called before a saga starts that is waited for. */
    void expect(String id) {
        sagas.put(id, new CountDownLatch(1));
    }

    /** Called by the saga where it ends. */
    void endsWithThisTransaction(String id) {
        CurrentUnitOfWork.get().afterCommit(done -> of(id).countDown());
    }

    void await(String id) throws InterruptedException {
        if (!of(id).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Saga " + id + " of Axon's has not ended in " + PATIENCE_SECONDS + " s");
        }
        sagas.remove(id);
    }

    private CountDownLatch of(String id) {
        CountDownLatch end = sagas.get(id);
        if (end == null) {
            throw new IllegalStateException("Nobody waits for saga " + id);
        }
        return end;
    }
}
