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
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Failure;
import org.headrace.projection.Projections;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.security.KnownStreams;

/** What operators see of projections and do to them. */
@Path("projections")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ProjectionsResource {

    @Inject
    Projections projections;

    @Inject
    KnownStreams known;

    @GET
    public ProjectionList list() {
        return new ProjectionList(
                projections.statuses().stream().map(this::view).toList());
    }

    @GET
    @Path("{name}")
    public ProjectionView one(@PathParam("name") String name) {
        return view(projections.status(name));
    }

    /** The same, where a read model answers at the projection's own path. */
    @GET
    @Path("{name}/status")
    public ProjectionView status(@PathParam("name") String name) {
        return one(name);
    }

    /** Counts anew; takes as long as that does. */
    @GET
    @Path("{name}/audit")
    public AuditView audit(@PathParam("name") String name) {
        return AuditView.of(projections.audit(name).seenBy(known::have));
    }

    @POST
    @Path("{name}/pause")
    public ProjectionView pause(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return view(projections.pause(name, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("{name}/resume")
    public ProjectionView resume(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return view(projections.resume(name, ActingOperator.of(caller, body)));
    }

    /** {@code {"segments":4,"reason":"…"}}. */
    @POST
    @Path("{name}/split")
    public ProjectionView split(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        SplitBody split = SplitBody.read(caller, body);
        return view(projections.split(name, split.segments(), split.operator()));
    }

    @POST
    @Path("{name}/retry")
    public ProjectionView retry(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return view(projections.retry(name, ActingOperator.of(caller, body)));
    }

    /** Of an event in a stream that the caller may know of; that very one, whatever fails meanwhile. */
    @POST
    @Path("{name}/skip")
    public ProjectionView skip(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        SkipBody said = SkipBody.read(caller, body);
        Failure failure = projections.status(name).failure();
        if (failure == null) {
            throw new ProjectionStateException("No event holds projection " + name + " up");
        }
        known.require(failure.stream());
        return view(projections.skip(name, said.meant(failure), said.operator()));
    }

    private ProjectionView view(ProjectionStatus status) {
        return ProjectionView.of(status.seenBy(known::have));
    }
}
