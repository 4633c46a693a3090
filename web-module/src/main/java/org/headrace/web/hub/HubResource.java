package org.headrace.web.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubCounts;

/** What this node's hub holds: {@code {"connections":2,"detached":0,"streams":1,"subscriptions":3}}. */
@Path("hub")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HubResource {

    @Inject
    Hub hub;

    @GET
    public HubCounts counts() {
        return hub.counts();
    }
}
