package org.headrace.web.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventPage;
import org.headrace.stream.NewEvent;
import org.headrace.stream.StreamNames;
import org.headrace.web.cloudevents.CloudEventHeaders;
import org.headrace.web.cloudevents.CloudEventJson;
import org.headrace.web.cloudevents.CloudEventParser;
import org.headrace.web.request.BodyStream;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.jspecify.annotations.Nullable;

/** The events of a stream: read and appended. */
@Path("streams/{name}/events")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {

    /** With CloudEvents, whose batch has no place for it: the stream's newest offset. */
    static final String HEAD = "Headrace-Head";

    /** With CloudEvents: where to go on reading. */
    static final String NEXT_OFFSET = "Headrace-Next-Offset";

    @Inject
    EventLog log;

    @Inject
    @ConfigProperty(name = "headrace.max-event-bytes", defaultValue = "1048576")
    int maxEventBytes;

    /**
     * A page of events, or a batch of CloudEvents, or the one CloudEvent that is next from {@code from} on, as the header
     * Accept says.
     */
    @GET
    @Produces({MediaType.APPLICATION_JSON, ReadFormat.BATCH_TYPE, ReadFormat.CLOUDEVENT_TYPE})
    public Response read(
            @PathParam("name") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("key") @Nullable String key,
            @Context HttpHeaders headers,
            @Context UriInfo request) {
        StreamNames.require(name);
        ReadFormat format = ReadFormat.of(headers.getAcceptableMediaTypes()).orElseThrow(NotAcceptableException::new);
        long first = Numbers.from(from);
        int wanted = format == ReadFormat.CLOUDEVENT ? one(limit) : Numbers.limit(limit);
        if (key != null && key.isBlank()) {
            throw new InvalidInputException("key", "must not be empty");
        }
        EventPage page = key == null ? log.read(name, first, wanted) : log.readKey(name, key, first, wanted);
        Response.ResponseBuilder answer = answer(page, format, request).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        return page.nextOffset() > page.head()
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("from", page.nextOffset())))
                        .build();
    }

    private static Response.ResponseBuilder answer(EventPage page, ReadFormat format, UriInfo request) {
        if (format == ReadFormat.JSON) {
            return Response.ok(EventPageJson.of(page), format.mediaType());
        }
        String source = NextLink.path(request.getBaseUriBuilder()
                .path(StreamsResource.class)
                .path(page.stream())
                .build());
        Response.ResponseBuilder answer;
        if (format == ReadFormat.CLOUDEVENT_BATCH) {
            answer = Response.ok(new CloudEventBatch(page, source), format.mediaType());
        } else if (page.events().isEmpty()) {
            answer = Response.noContent();
        } else {
            String event = CloudEventJson.append(
                            new StringBuilder(), page.events().get(0), source)
                    .toString();
            answer = Response.ok(event.getBytes(StandardCharsets.UTF_8), format.mediaType());
        }
        return answer.header(HEAD, page.head()).header(NEXT_OFFSET, page.nextOffset());
    }

    private static int one(@Nullable String limit) {
        if (limit != null && Numbers.limit(limit) != 1) {
            throw new InvalidInputException(
                    "limit", "must be 1 for one CloudEvent: accept " + ReadFormat.BATCH_TYPE + " for more");
        }
        return 1;
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
        BodyFormat format = BodyFormat.of(headers.getMediaType(), CloudEventHeaders.areIn(headers.getRequestHeaders()));
        boolean asOne = flag("atomic", atomic);
        Expectations expected = Expectations.of(request.getQueryParameters(), headers.getRequestHeaders());
        IdempotencyKey key = IdempotencyKey.of(headers.getHeaderString(IdempotencyKey.HEADER));
        if (format == BodyFormat.NDJSON && !asOne && !expected.none()) {
            throw new InvalidInputException(
                    expected.offset() != null ? "expectedOffset" : "expectedKeyVersion",
                    "needs atomic=true with NDJSON, which is otherwise appended in batches");
        }
        if (format.isCloudEvents() && key != null) {
            throw new InvalidInputException(IdempotencyKey.HEADER, "is not for CloudEvents: each has an id");
        }
        BodyLimits limits = BodyLimits.forData(maxEventBytes);
        InputStream decoded = BodyStream.of(body, headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        AppendAnswer answer;
        if (format == BodyFormat.NDJSON) {
            var incoming = new NdjsonImport(log, name, new NdjsonLines(decoded, limits.event()), key);
            answer = asOne ? incoming.asOne(expected, limits) : incoming.inBatches();
        } else {
            List<NewEvent> events =
                    switch (format) {
                        case CLOUDEVENT -> List.of(CloudEventParser.one(JsonBody.text(decoded, limits)));
                        case CLOUDEVENT_BATCH -> CloudEventParser.batch(JsonBody.text(decoded, limits));
                        case CLOUDEVENT_HEADERS -> List.of(binary(headers, JsonBody.bytes(decoded, limits)));
                        default -> JsonEvents.read(decoded, limits, key);
                    };
            answer = AppendAnswer.of(log.append(expected.of(name, events)));
        }
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, location(request, answer))
                .entity(answer)
                .build();
    }

    private static NewEvent binary(HttpHeaders headers, byte[] data) {
        return CloudEventHeaders.read(
                headers.getRequestHeaders(), headers.getHeaderString(HttpHeaders.CONTENT_TYPE), data);
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
