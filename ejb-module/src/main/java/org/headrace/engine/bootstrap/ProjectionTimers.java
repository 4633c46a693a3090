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
import org.headrace.engine.projection.RegisteredProjections;
import org.headrace.engine.projection.Timers;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/**
 * The non-persistent timers of this node's projections. A timeout only offers work to the engine's own threads: it must
 * not throw (on the GlassFish line a timer whose method has thrown twice is removed) nor hold a thread of the EJB pool.
 * Bean-managed in every respect, so that neither a lock of the singleton nor a transaction is around anything.
 */
@Singleton
@Local(Timers.class)
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ProjectionTimers implements Timers {

    private static final Log LOG = Log.of(ProjectionTimers.class);

    @Resource
    TimerService timerService;

    @Inject
    RegisteredProjections projections;

    @Inject
    EngineThreads threads;

    @Override
    public boolean submit(Runnable task) {
        return threads.executeProjection(task);
    }

    @Override
    public void startTimer(String projection, Duration interval) {
        long millis = interval.toMillis();
        // Spread, so that projections deployed together do not all ask at the same moment.
        long first = ThreadLocalRandom.current().nextLong(millis) + 1;
        timerService.createIntervalTimer(first, millis, new TimerConfig(projection, false));
    }

    @Override
    public void stopTimer(String projection) {
        for (Timer timer : timerService.getTimers()) {
            if (projection.equals(timer.getInfo())) {
                timer.cancel();
            }
        }
    }

    @Override
    public void wakeLater(String projection, Duration delay) {
        timerService.createSingleActionTimer(Math.max(1, delay.toMillis()), new TimerConfig(projection, false));
    }

    @Timeout
    void timeout(Timer timer) {
        try {
            projections.timeout((String) timer.getInfo());
        } catch (Throwable e) {
            LOG.because(e, LogMessage.PROJECTION_TIMEOUT_FAILED, timer.getInfo());
        }
    }

    @PreDestroy
    void cancelAll() {
        timerService.getTimers().forEach(Timer::cancel);
    }
}
