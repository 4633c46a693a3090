package org.headrace.web.projection;

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
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.headrace.operator.Operator;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Handled;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.headrace.web.security.KnownStreams;
import org.jspecify.annotations.Nullable;

/** What operators see of a projection's dead letters and do to them. */
@Path("projections/{name}/dead-letters")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {

    @Inject
    DeadLetters letters;

    @Inject
    KnownStreams streams;

    @Inject
    @ConfigProperty(name = "headrace.max-event-bytes", defaultValue = "1048576")
    int maxEventBytes;

    @GET
    public Response list(
            @PathParam("name") String name,
            @QueryParam("stream") @Nullable String stream,
            @QueryParam("key") @Nullable String key,
            @QueryParam("cause") @Nullable String cause,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo request) {
        Filter filter = known(name, new Filter(stream, key, cause));
        var page = letters.find(name, new Query(filter, Numbers.limit(limit), cursor));
        Response.ResponseBuilder answer = Response.ok(DeadLetterJson.of(page));
        return page.next() == null
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("cursor", page.next())))
                        .build();
    }

    /** Failed ones only: those queued behind them have no cause of their own. */
    @GET
    @Path("causes")
    public String causes(@PathParam("name") String name) {
        return DeadLetterJson.of(letters.causes(name, known(name, Filter.ALL)));
    }

    @GET
    @Path("{stream}/{offset}")
    public String one(
            @PathParam("name") String name, @PathParam("stream") String stream, @PathParam("offset") String offset) {
        return DeadLetterJson.of(letters.get(name, address(stream, offset)));
    }

    @POST
    @Path("{stream}/{offset}/retry")
    public HandledView retry(
            @PathParam("name") String name,
            @PathParam("stream") String stream,
            @PathParam("offset") String offset,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException {
        LetterBody said = LetterBody.read(body, LetterBody.RETRY, maxEventBytes);
        return view(
                name,
                letters.retry(name, address(stream, offset), said.data(), ActingOperator.of(caller, said.reason())));
    }

    /** Needs a reason. */
    @POST
    @Path("{stream}/{offset}/skip")
    public HandledView skip(
            @PathParam("name") String name,
            @PathParam("stream") String stream,
            @PathParam("offset") String offset,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException {
        LetterBody said = LetterBody.read(body, LetterBody.SKIP, maxEventBytes);
        return view(name, letters.skip(name, address(stream, offset), ActingOperator.of(caller, said.reason())));
    }

    @POST
    @Path("retry")
    public Response retryAll(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return ofMany(name, caller, body, letters::retryAll);
    }

    /** Needs a reason, unless it is only asked what would be touched. */
    @POST
    @Path("skip")
    public Response skipAll(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return ofMany(name, caller, body, letters::skipAll);
    }

    private interface ActionOnMany {
        Handled act(String projection, Filter filter, Operator by);
    }

    private Response ofMany(String name, SecurityContext caller, InputStream body, ActionOnMany action)
            throws IOException {
        LetterBody said = LetterBody.read(body, LetterBody.MANY, maxEventBytes);
        Filter filter = known(name, said.requireFilter());
        Object answer = said.dryRun()
                ? DeadLetterJson.of(letters.touched(name, filter))
                : view(name, action.act(name, filter, ActingOperator.of(caller, said.reason())));
        return Response.ok(answer).build();
    }

    /**
     * Of the streams that the caller may know of. Those that have letters now are looked up, not those that are barred: one
     * that gets its first letter meanwhile is left out.
     */
    private Filter known(String name, Filter filter) {
        if (streams.areAll()) {
            return filter;
        }
        if (filter.stream() != null) {
            streams.require(filter.stream());
        }
        return filter.within(streams.among(letters.counts(name).keySet()));
    }

    /** What is left is counted of the streams that the caller may know of. */
    private HandledView view(String name, Handled handled) {
        if (streams.areAll()) {
            return HandledView.of(handled);
        }
        long remaining = letters.counts(name).entrySet().stream()
                .filter(count -> streams.have(count.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return HandledView.of(new Handled(handled.processed(), handled.skipped(), handled.failed(), remaining));
    }

    private static Address address(String stream, String offset) {
        return new Address(stream, Numbers.offset("offset", offset));
    }
}
