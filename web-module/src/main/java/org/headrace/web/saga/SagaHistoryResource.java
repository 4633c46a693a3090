package org.headrace.web.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.headrace.saga.SagaHistory;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.jspecify.annotations.Nullable;

/** What happened to a saga. */
@Path("sagas/{sagaId}/history")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SagaHistoryResource {

    @Inject
    SagaHistory history;

    /** @param after the sequence of the last one known; absent: from the first */
    @GET
    public Response read(
            @PathParam("sagaId") String sagaId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context UriInfo request) {
        SagaHistory.Page page = history.of(sagaId, Numbers.after(after), Numbers.limit(limit));
        Response.ResponseBuilder answer = Response.ok(HistoryJson.of(sagaId, page));
        return page.next() == null
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("after", page.next())))
                        .build();
    }
}
