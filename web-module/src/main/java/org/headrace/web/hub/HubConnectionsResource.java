package org.headrace.web.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import java.util.Map;
import org.headrace.engine.hub.HubOperations;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.engine.hub.SubscriptionAction;
import org.headrace.engine.hub.SubscriptionAction.Close;
import org.headrace.engine.hub.SubscriptionAction.Pause;
import org.headrace.engine.hub.SubscriptionAction.Resume;
import org.headrace.operator.Operator;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.headrace.web.security.KnownStreams;
import org.jspecify.annotations.Nullable;

/** What operators see of this node's connections and do to them, in streams that they may know of. */
@Path("hub/connections")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HubConnectionsResource {

    @Inject
    HubOperations operations;

    @Inject
    KnownStreams known;

    @GET
    public Response list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context UriInfo request)
            throws HubUnavailableException {
        ConnectionList page = ConnectionList.of(operations.list(after, Numbers.limit(limit)), known::have);
        Response.ResponseBuilder answer = Response.ok(page);
        return page.next() == null
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("after", page.next())))
                        .build();
    }

    @GET
    @Path("{id}")
    public ConnectionView one(@PathParam("id") String id) throws HubUnavailableException {
        return ConnectionView.of(operations.one(id), known::have);
    }

    @DELETE
    @Path("{id}")
    public void close(
            @PathParam("id") String id,
            @QueryParam("reason") @Nullable String reason,
            @Context SecurityContext caller,
            @Context HttpHeaders request)
            throws HubUnavailableException {
        operations.close(id, ActingOperator.ofQuery(caller, reason, request));
    }

    @POST
    @Path("{id}/subscriptions/{stream}/pause")
    public ConnectionView pause(
            @PathParam("id") String id,
            @PathParam("stream") String stream,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException, HubUnavailableException {
        return act(id, stream, new Pause(), ActingOperator.of(caller, body));
    }

    @POST
    @Path("{id}/subscriptions/{stream}/resume")
    public ConnectionView resume(
            @PathParam("id") String id,
            @PathParam("stream") String stream,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException, HubUnavailableException {
        return act(id, stream, new Resume(), ActingOperator.of(caller, body));
    }

    /** {@code {"offset":7,"reason":"…"}}. */
    @POST
    @Path("{id}/subscriptions/{stream}/rewind")
    public ConnectionView rewind(
            @PathParam("id") String id,
            @PathParam("stream") String stream,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException, HubUnavailableException {
        RewindBody wanted = RewindBody.read(caller, body);
        return act(id, stream, wanted.rewind(), wanted.operator());
    }

    @POST
    @Path("{id}/subscriptions/{stream}/close")
    public ConnectionView closeSubscription(
            @PathParam("id") String id,
            @PathParam("stream") String stream,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException, HubUnavailableException {
        return act(id, stream, new Close(), ActingOperator.of(caller, body));
    }

    private ConnectionView act(String id, String stream, SubscriptionAction action, Operator by)
            throws HubUnavailableException {
        known.require(stream);
        return ConnectionView.of(operations.act(id, stream, action, by), known::have);
    }
}
