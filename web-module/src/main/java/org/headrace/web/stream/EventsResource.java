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
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventPage;
import org.headrace.stream.StreamNames;
import org.headrace.web.request.BodyStream;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.jspecify.annotations.Nullable;

/** The events of a stream: read and appended. */
@Path("streams/{name}/events")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {

    @Inject
    EventLog log;

    @Inject
    @ConfigProperty(name = "headrace.max-event-bytes", defaultValue = "1048576")
    int maxEventBytes;

    @GET
    public Response read(
            @PathParam("name") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("key") @Nullable String key,
            @Context UriInfo request) {
        StreamNames.require(name);
        long first = Numbers.from(from);
        int wanted = Numbers.limit(limit);
        if (key != null && key.isBlank()) {
            throw new InvalidInputException("key", "must not be empty");
        }
        EventPage page = key == null ? log.read(name, first, wanted) : log.readKey(name, key, first, wanted);
        Response.ResponseBuilder answer = Response.ok(EventPageJson.of(page));
        return page.nextOffset() > page.head()
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("from", page.nextOffset())))
                        .build();
    }

    /** Takes any media type, to say itself which ones it reads. */
    @POST
    public Response append(
            @PathParam("name") String name,
            @QueryParam("atomic") @Nullable String atomic,
            @Context HttpHeaders headers,
            @Context UriInfo request,
            InputStream body)
            throws IOException {
        StreamNames.require(name);
        BodyFormat format = BodyFormat.of(headers.getMediaType());
        boolean asOne = flag("atomic", atomic);
        Expectations expected = Expectations.of(request.getQueryParameters(), headers.getRequestHeaders());
        IdempotencyKey key = IdempotencyKey.of(headers.getHeaderString(IdempotencyKey.HEADER));
        if (format == BodyFormat.NDJSON && !asOne && !expected.none()) {
            throw new InvalidInputException(
                    expected.offset() != null ? "expectedOffset" : "expectedKeyVersion",
                    "needs atomic=true with NDJSON, which is otherwise appended in batches");
        }
        BodyLimits limits = BodyLimits.forData(maxEventBytes);
        InputStream decoded = BodyStream.of(body, headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        AppendAnswer answer;
        if (format == BodyFormat.JSON) {
            answer = AppendAnswer.of(log.append(expected.of(name, JsonEvents.read(decoded, limits, key))));
        } else {
            var incoming = new NdjsonImport(log, name, new NdjsonLines(decoded, limits.event()), key);
            answer = asOne ? incoming.asOne(expected, limits) : incoming.inBatches();
        }
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, location(request, answer))
                .entity(answer)
                .build();
    }

    private static String location(UriInfo request, AppendAnswer answer) {
        return NextLink.path(request.getAbsolutePathBuilder()
                .queryParam("from", answer.firstOffset())
                .queryParam("limit", 1)
                .build());
    }

    private static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true") || text.isEmpty()) {
            return true;
        }
        throw new InvalidInputException(name, "must be true or false");
    }
}
