package org.headrace.engine.bootstrap;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.headrace.engine.saga.SagaEngine;
import org.headrace.engine.saga.SagaScans;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/**
 * The non-persistent timer that has this node look for sagas that are ready. One a node: it is no lock of a cluster,
 * that is the work entry's. A timeout only hands the scan to the workers and must not throw (on the GlassFish line a
 * timer whose method has thrown twice is removed). Bean-managed in every respect, so that neither a lock of the
 * singleton nor a transaction is around anything.
 */
@Singleton
@Local(SagaScans.class)
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class SagaTimers implements SagaScans {

    private static final Log LOG = Log.of(SagaTimers.class);

    @Resource
    TimerService timerService;

    @Inject
    SagaEngine engine;

    @Inject
    EngineLife life;

    @Override
    public void every(Duration interval) {
        // Spread, so that nodes started together do not all ask at the same moment.
        long first = ThreadLocalRandom.current().nextLong(interval.toMillis()) + 1;
        timerService.createIntervalTimer(first, interval.toMillis(), new TimerConfig("saga-scan", false));
        life.timerStarted(interval);
    }

    @Timeout
    void timeout(Timer timer) {
        try {
            life.timerFired();
            engine.scan();
        } catch (Throwable e) {
            LOG.because(e, LogMessage.SAGA_SCAN_FAILED);
        }
    }

    @PreDestroy
    void cancelAll() {
        timerService.getTimers().forEach(Timer::cancel);
    }
}
