package org.headrace.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.bootstrap.EngineLife;
import org.headrace.engine.management.BoundedCalls;
import org.headrace.engine.saga.SagaReadings;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.Projections;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.Readiness;
import org.headrace.spi.Schema;
import org.headrace.spi.StoreKind;
import org.headrace.web.health.Health.Check;

/** Looks at how this node is. Each answer comes within some seconds, whatever the database does. */
@ApplicationScoped
public class HealthChecks {

    private static final Log LOG = Log.of(HealthChecks.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    Readiness readiness;

    @Inject
    EngineLife life;

    @Inject
    Schema schema;

    @Inject
    StoreKind store;

    @Inject
    Projections projections;

    @Inject
    SagaWorkStore work;

    @Inject
    SagaRegistry registry;

    @Inject
    BoundedCalls calls;

    private volatile WhenPaused whenPaused = WhenPaused.UP;

    /** At the deployment, so that what is wrong in the setting is told then. */
    void configure(@Observes @Initialized(ApplicationScoped.class) Object deployed) {
        configure(WhenPaused.from(ConfigProvider.getConfig()));
    }

    void configure(WhenPaused wanted) {
        whenPaused = wanted;
    }

    Health live() {
        return Health.of(List.of(engine()));
    }

    Health started() {
        return Health.of(List.of(bootstrap()));
    }

    Health ready() {
        List<Check> checks = new ArrayList<>(List.of(bootstrap(), database()));
        if (Health.of(checks).isUp()) {
            checks.add(projections());
            checks.add(sagas());
        }
        return Health.of(checks);
    }

    Check engine() {
        Map<String, String> ended = life.ended();
        return Check.of("engine", ended.isEmpty(), ended);
    }

    Check bootstrap() {
        return Check.of("bootstrap", readiness.isStarted(), Map.of("detail", readiness.detail()));
    }

    Check database() {
        boolean reachable = false;
        try {
            reachable = within(schema::isReachable);
        } catch (TimeoutException e) {
            LOG.write(LogMessage.STORE_TOO_SLOW, PATIENCE.toSeconds());
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.because(e, LogMessage.STORE_NOT_ASKED);
        }
        return Check.of("database", reachable, Map.of("store", store.name().toLowerCase(Locale.ROOT)));
    }

    /** Shown, and up unless {@link WhenPaused} says otherwise: one that stands is shown, and the node goes on. */
    Check projections() {
        Map<String, String> states = new LinkedHashMap<>();
        boolean up = true;
        try {
            for (ProjectionStatus status : within(projections::statuses)) {
                states.put(status.name(), status.state().label());
                boolean stands = status.state() == ProjectionState.PAUSED || status.state() == ProjectionState.FAILED;
                up &= !stands || whenPaused == WhenPaused.UP;
            }
        } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
            LOG.because(e, LogMessage.PROJECTIONS_NOT_ASKED);
            states.put("error", "could not be asked");
        }
        return Check.of("projections", up, states);
    }

    /** Shown, and always up: a saga that no node runs is no reason to take this one out of rotation. */
    Check sagas() {
        Map<String, String> stranded;
        try {
            stranded = StrandedSagas.told(within(() -> work.unclaimed(SagaReadings.STRANDED_AFTER)), registry.all());
        } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
            LOG.because(e, LogMessage.SAGAS_NOT_ASKED);
            stranded = Map.of("error", "could not be asked");
        }
        return Check.of("sagas", true, stranded);
    }

    private <T> T within(Callable<T> question) throws TimeoutException, ExecutionException {
        return calls.call(PATIENCE, question);
    }
}
