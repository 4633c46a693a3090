package org.headrace.web.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.headrace.saga.SagaDecisions;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaPage;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaStatus;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.request.NextLink;
import org.jspecify.annotations.Nullable;

/** Starts sagas, and what operators see of them and do to them. */
@Path("sagas")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SagasResource {

    @Inject
    SagaOrchestrator sagas;

    @Inject
    SagaDecisions decisions;

    @Inject
    SagaRegistry registry;

    /** What a client gets for a start. */
    @JsonbPropertyOrder({"sagaId", "correlationId"})
    public record Started(String sagaId, String correlationId) {}

    /** What a client gets for an action that goes on by itself. */
    public record Message(String message) {}

    /** The definitions of this node. */
    public record Definitions(List<SagaRegistry.Registered> definitions) {}

    /** 202; 200 when the saga was there already under its business key. */
    @POST
    @Path("{name}/start")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(
            @PathParam("name") String name,
            @QueryParam("correlationId") @Nullable String correlationId,
            @HeaderParam("Idempotency-Key") @Nullable String businessKey,
            @Context HttpHeaders headers,
            @Context UriInfo request,
            InputStream body)
            throws IOException {
        var data = StartBody.read(body, headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        SagaStarted started = sagas.start(new SagaStart(name, data, correlationId, businessKey));
        String status = NextLink.path(request.getBaseUriBuilder()
                .path(SagasResource.class)
                .path(started.sagaId())
                .path("status")
                .build());
        return Response.status(started.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, status)
                .entity(new Started(started.sagaId(), started.correlationId()))
                .build();
    }

    @GET
    @Path("{sagaId}/status")
    public String status(@PathParam("sagaId") String sagaId) {
        return SagaJson.of(sagas.status(sagaId));
    }

    @POST
    @Path("{sagaId}/cancel")
    public Response cancel(@PathParam("sagaId") String sagaId, @Context SecurityContext caller, InputStream body)
            throws IOException {
        sagas.cancel(sagaId, ActingOperator.of(caller, body));
        return Response.accepted(new Message("Saga cancellation initiated")).build();
    }

    @POST
    @Path("{sagaId}/pause")
    public String pause(@PathParam("sagaId") String sagaId, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return SagaJson.of(sagas.pause(sagaId, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("{sagaId}/resume")
    public String resume(@PathParam("sagaId") String sagaId, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return SagaJson.of(sagas.resume(sagaId, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("{sagaId}/retry")
    public Response retry(@PathParam("sagaId") String sagaId, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return accepted(sagas.retry(sagaId, ActingOperator.of(caller, body)));
    }

    @GET
    @Path("{sagaId}/cancel-preview")
    public String previewCancel(@PathParam("sagaId") String sagaId) {
        return DecisionJson.of(decisions.previewCancel(sagaId));
    }

    /** Needs a reason, and the step whose undo is done by other means. */
    @POST
    @Path("{sagaId}/undone")
    public Response markUndone(@PathParam("sagaId") String sagaId, @Context SecurityContext caller, InputStream body)
            throws IOException {
        DecisionBody said = DecisionBody.read(caller, body, Set.of("step"));
        return accepted(decisions.markUndone(sagaId, said.text("step"), said.by()));
    }

    @POST
    @Path("{sagaId}/edit")
    public Response editAndRetry(@PathParam("sagaId") String sagaId, @Context SecurityContext caller, InputStream body)
            throws IOException {
        DecisionBody said = DecisionBody.read(caller, body, Set.of("data"));
        return accepted(decisions.editAndRetry(sagaId, said.data(), said.by()));
    }

    /** Needs a reason, and whether the call that the saga is parked at took effect. */
    @POST
    @Path("{sagaId}/settle")
    public Response settle(@PathParam("sagaId") String sagaId, @Context SecurityContext caller, InputStream body)
            throws IOException {
        DecisionBody said = DecisionBody.read(caller, body, Set.of("happened", "data"));
        return accepted(decisions.settle(sagaId, said.flag("happened"), said.data(), said.by()));
    }

    @GET
    public Response list(@Context UriInfo request) {
        SagaPage page = sagas.find(SagaFilter.of(request.getQueryParameters()));
        Response.ResponseBuilder answer = Response.ok(SagaJson.of(page));
        return page.next() == null
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("cursor", page.next())))
                        .build();
    }

    /** The sagas that can be started on this node. */
    @GET
    @Path("definitions")
    public Definitions definitions() {
        return new Definitions(registry.all());
    }

    private static Response accepted(SagaStatus status) {
        return Response.accepted(SagaJson.of(status)).build();
    }
}
