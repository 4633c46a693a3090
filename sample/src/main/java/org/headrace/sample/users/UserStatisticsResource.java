package org.headrace.sample.users;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Serves the read model. */
@Path("projections/user-statistics")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class UserStatisticsResource {

    @Inject
    UserStatisticsRepository statistics;

    @GET
    public UserStatistics get() {
        return statistics.load();
    }
}
