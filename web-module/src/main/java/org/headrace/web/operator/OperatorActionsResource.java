package org.headrace.web.operator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.headrace.web.security.KnownStreams;
import org.jspecify.annotations.Nullable;

/** What operators did. */
@Path("operator-actions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class OperatorActionsResource {

    @Inject
    OperatorActions actions;

    @Inject
    KnownStreams known;

    /**
     * A page may be shorter for what concerns streams that the caller may not know of.
     *
     * @param target such as {@code projections/user-statistics}; absent: any
     */
    @GET
    public Response list(
            @QueryParam("target") @Nullable String target,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo request) {
        var found = actions.find(new OperatorActions.Query(target, Numbers.limit(limit), cursor));
        var page = OperatorActionList.of(new OperatorActions.Page(
                found.actions().stream().filter(this::isKnown).toList(), found.next()));
        Response.ResponseBuilder answer = Response.ok(page);
        return page.next() == null
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("cursor", page.next())))
                        .build();
    }

    private boolean isKnown(OperatorAction action) {
        String stream = action.ofStream();
        return stream == null || known.have(stream);
    }
}
