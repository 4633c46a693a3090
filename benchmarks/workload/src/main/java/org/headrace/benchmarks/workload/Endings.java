package org.headrace.benchmarks.workload;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells callers that a saga has ended: the transaction of its last step, which stores its end, is committed. */
@ApplicationScoped
public class Endings {

    private final Map<String, CountDownLatch> sagas = new ConcurrentHashMap<>();

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** Called by the last step. */
    public void endsWithThisTransaction(String sagaId) {
        transactions.registerInterposedSynchronization(new Synchronization() {

            @Override
            public void beforeCompletion() {
                // its work is done
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    of(sagaId).countDown();
                }
            }
        });
    }

    /** False: it has not ended in time. */
    public boolean await(String sagaId, long timeout, TimeUnit unit) throws InterruptedException {
        boolean hasEnded = of(sagaId).await(timeout, unit);
        sagas.remove(sagaId);
        return hasEnded;
    }

    private CountDownLatch of(String sagaId) {
        return sagas.computeIfAbsent(sagaId, id -> new CountDownLatch(1));
    }
}
