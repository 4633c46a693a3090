package org.headrace.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.Projections;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.Readiness;
import org.headrace.spi.Schema;
import org.headrace.spi.StoreKind;
import org.headrace.web.health.Health.Check;

/** For load balancers and orchestrators: 200 when up, 503 when down. */
@Path("health")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {

    private static final Log LOG = Log.of(HealthResource.class);

    /** Beyond several scans of a busy node, and a lease. */
    private static final Duration STRANDED_AFTER = Duration.ofSeconds(30);

    @Inject
    Readiness readiness;

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

    /** Whether the process answers at all. */
    @GET
    @Path("live")
    public Response live() {
        return answer(Health.of(List.of()));
    }

    /** Whether the node has come up. */
    @GET
    @Path("started")
    public Response started() {
        return answer(Health.of(List.of(bootstrap())));
    }

    /** Whether requests should be sent here. */
    @GET
    @Path("ready")
    public Response ready() {
        Check bootstrap = bootstrap();
        Check database = database();
        List<Check> checks = new ArrayList<>(List.of(bootstrap, database));
        if (Health.of(checks).isUp()) {
            checks.add(projections());
            checks.add(sagas());
        }
        return answer(Health.of(checks));
    }

    private Check bootstrap() {
        return Check.of("bootstrap", readiness.isStarted(), Map.of("detail", readiness.detail()));
    }

    private Check database() {
        boolean reachable = false;
        try {
            reachable = schema.isReachable();
        } catch (RuntimeException e) {
            LOG.because(e, LogMessage.STORE_NOT_ASKED);
        }
        return Check.of("database", reachable, Map.of("store", store.name().toLowerCase(Locale.ROOT)));
    }

    /** Shown, and always up: a projection that stands is no reason to take the node out of rotation. */
    private Check projections() {
        Map<String, String> states = new LinkedHashMap<>();
        try {
            for (ProjectionStatus status : projections.statuses()) {
                states.put(status.name(), status.state().label());
            }
        } catch (RuntimeException e) {
            LOG.because(e, LogMessage.PROJECTIONS_NOT_ASKED);
            states.put("error", "could not be asked");
        }
        return Check.of("projections", true, states);
    }

    /** Shown, and always up: a saga that no node runs is no reason to take this one out of rotation. */
    private Check sagas() {
        Map<String, String> stranded;
        try {
            stranded = StrandedSagas.told(work.unclaimed(STRANDED_AFTER), registry.all());
        } catch (RuntimeException e) {
            LOG.because(e, LogMessage.SAGAS_NOT_ASKED);
            stranded = Map.of("error", "could not be asked");
        }
        return Check.of("sagas", true, stranded);
    }

    private static Response answer(Health health) {
        return Response.status(health.isUp() ? 200 : 503)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(health)
                .build();
    }
}
