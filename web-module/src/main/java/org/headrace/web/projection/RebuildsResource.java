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
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.headrace.operator.Operator;
import org.headrace.projection.Projections;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.Rebuilds;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.security.KnownStreams;

/** Rebuilds of read models: in place, or beside the version that serves. */
@Path("projections/{name}/rebuild")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RebuildsResource {

    @Inject
    Projections projections;

    @Inject
    Rebuilds rebuilds;

    @Inject
    KnownStreams known;

    @GET
    public RebuildView status(@PathParam("name") String name) {
        return view(rebuilds.status(name));
    }

    /** Answers with the projection when in place, with the rebuild when beside. */
    @POST
    public Response rebuild(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        RebuildBody asked = RebuildBody.read(caller, body);
        Object begun = asked.beside()
                ? view(rebuilds.begin(name, asked.autoSwitch(), asked.operator()))
                : ProjectionView.of(projections.rebuild(name, asked.operator()).seenBy(known::have));
        return Response.accepted(begun).build();
    }

    @POST
    @Path("parity")
    public ParityView parity(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return ParityView.of(rebuilds.parity(name, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("switch")
    public RebuildView switchOver(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        var accepted = new AtomicBoolean();
        Operator by = ActingOperator.of(
                caller,
                body,
                Map.of("acceptDifferences", value -> accepted.set(RebuildBody.bool("acceptDifferences", value))));
        return view(rebuilds.switchOver(name, accepted.get(), by));
    }

    @POST
    @Path("cancel")
    public RebuildView cancel(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return view(rebuilds.cancel(name, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("resume")
    public RebuildView resume(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return view(rebuilds.resume(name, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("rollback")
    public RebuildView rollBack(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return view(rebuilds.rollBack(name, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("finish")
    public RebuildView finish(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return view(rebuilds.finish(name, ActingOperator.of(caller, body)));
    }

    private RebuildView view(RebuildStatus status) {
        boolean knowsAll = known.areAll()
                || projections.status(status.projection()).positions().stream()
                        .allMatch(position -> known.have(position.stream()));
        return RebuildView.of(knowsAll ? status : status.withoutCause());
    }
}
