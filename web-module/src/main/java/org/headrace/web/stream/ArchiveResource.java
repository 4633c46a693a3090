package org.headrace.web.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.Retention;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.jspecify.annotations.Nullable;

/** The archived events of a stream: read, and made so. */
@Path("streams/{name}/archive")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ArchiveResource {

    @Inject
    Retention retention;

    /** The links lead through the archive, and from its end to what is live. */
    @GET
    public Response read(
            @PathParam("name") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("key") @Nullable String key,
            @Context UriInfo request) {
        long first = Numbers.from(from);
        int wanted = Numbers.limit(limit);
        if (key != null && key.isBlank()) {
            throw new InvalidInputException("key", "must not be empty");
        }
        ArchivePage page = key == null
                ? retention.readArchive(name, first, wanted)
                : retention.readArchiveOfKey(name, key, first, wanted);
        Response.ResponseBuilder answer = Response.ok(EventPageJson.of(page));
        if (page.nextOffset() < page.firstOffset()) {
            answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("from", page.nextOffset())));
        } else if (page.nextOffset() <= page.head()) {
            UriBuilder live =
                    request.getBaseUriBuilder().path(EventsResource.class).queryParam("from", page.nextOffset());
            if (limit != null) {
                live.queryParam("limit", wanted);
            }
            if (key != null) {
                live.queryParam("key", "{key}");
            }
            Map<String, String> values = Map.of("name", name, "key", key == null ? "" : key);
            answer.header(HttpHeaders.LINK, "<" + NextLink.path(live.buildFromMap(values)) + ">; rel=\"next\"");
        }
        return answer.build();
    }

    /** Answers when all is moved. Sent again after it broke off, it goes on from there. */
    @POST
    public StreamView archive(
            @PathParam("name") String name,
            @QueryParam("below") @Nullable String below,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException {
        if (below == null) {
            throw new InvalidInputException("below", "must be the first offset that is to stay live");
        }
        long offset = Numbers.offset("below", below);
        return StreamView.of(retention.archiveBelow(name, offset, ActingOperator.of(caller, body)));
    }
}
