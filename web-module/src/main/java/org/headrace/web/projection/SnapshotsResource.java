package org.headrace.web.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.headrace.projection.Snapshots;
import org.headrace.web.request.ActingOperator;

/** Snapshots of read models, from which rebuilds start. */
@Path("projections/{name}/snapshots")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SnapshotsResource {

    @Inject
    Snapshots snapshots;

    /** The newest first. */
    public record SnapshotList(List<Snapshots.Info> snapshots) {}

    @GET
    public SnapshotList list(@PathParam("name") String name) {
        return new SnapshotList(snapshots.list(name));
    }

    @POST
    public Response take(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        Snapshots.Info taken = snapshots.take(name, ActingOperator.of(caller, body));
        return Response.status(Response.Status.CREATED).entity(taken).build();
    }
}
