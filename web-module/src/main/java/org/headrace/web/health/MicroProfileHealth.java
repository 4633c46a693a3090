package org.headrace.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.headrace.web.health.Health.Check;

/**
 * The same checks where the server has MicroProfile Health. Where it has not, CDI skips this class with a warning, since
 * what it extends is not there.
 */
@ApplicationScoped
public class MicroProfileHealth {

    @Inject
    HealthChecks checks;

    @Produces
    @ApplicationScoped
    @Liveness
    HealthCheck engine() {
        return () -> responseOf(checks.engine());
    }

    @Produces
    @ApplicationScoped
    @Startup
    HealthCheck started() {
        return () -> responseOf(checks.bootstrap());
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck bootstrap() {
        return () -> responseOf(checks.bootstrap());
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck database() {
        return () -> responseOf(checks.database());
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck projections() {
        return whenReachable("projections");
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck sagas() {
        return whenReachable("sagas");
    }

    /** Nothing is asked of a store that does not answer: it is down already by the other check. */
    private HealthCheck whenReachable(String name) {
        return () -> checks.ready().checks().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .map(MicroProfileHealth::responseOf)
                .orElseGet(() -> HealthCheckResponse.up(name));
    }

    private static HealthCheckResponse responseOf(Check check) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(check.name());
        check.data().forEach(response::withData);
        return response.status(check.status().equals(Health.UP)).build();
    }
}
