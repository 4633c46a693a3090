package org.headrace.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** For load balancers and orchestrators: 200 when up, 503 when down. */
@Path("health")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {

    @Inject
    HealthChecks checks;

    /** Whether the process is worth keeping. */
    @GET
    @Path("live")
    public Response live() {
        return answer(checks.live());
    }

    /** Whether the node has come up. */
    @GET
    @Path("started")
    public Response started() {
        return answer(checks.started());
    }

    /** Whether requests should be sent here. */
    @GET
    @Path("ready")
    public Response ready() {
        return answer(checks.ready());
    }

    private static Response answer(Health health) {
        return Response.status(health.isUp() ? 200 : 503).entity(health).build();
    }
}
