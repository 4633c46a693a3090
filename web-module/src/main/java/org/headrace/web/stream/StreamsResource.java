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
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.EventLog;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.StreamNames;
import org.headrace.stream.StreamNotFoundException;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.request.NextLink;
import org.headrace.web.request.Numbers;
import org.jspecify.annotations.Nullable;

/** Which streams there are. */
@Path("streams")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StreamsResource {

    @Inject
    EventLog log;

    @Inject
    Retention retention;

    @GET
    public Response list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context UriInfo request) {
        if (after != null) {
            requireName("after", after);
        }
        int wanted = Numbers.limit(limit);
        List<StreamInfo> streams = log.streams(after, wanted);
        String last = streams.size() < wanted ? null : streams.get(wanted - 1).name();
        String next = last == null || log.streams(last, 1).isEmpty() ? null : last;
        Response.ResponseBuilder answer =
                Response.ok(new StreamList(streams.stream().map(StreamView::of).toList(), next));
        return next == null
                ? answer.build()
                : answer.header(HttpHeaders.LINK, NextLink.header(request, Map.of("after", next)))
                        .build();
    }

    @GET
    @Path("{name}")
    public StreamView one(@PathParam("name") String name) {
        return log.stream(StreamNames.require(name))
                .map(StreamView::of)
                .orElseThrow(() -> new StreamNotFoundException(name));
    }

    @POST
    @Path("{name}/close")
    public StreamView close(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return StreamView.of(retention.close(name, ActingOperator.of(caller, body)));
    }

    @POST
    @Path("{name}/reopen")
    public StreamView reopen(@PathParam("name") String name, @Context SecurityContext caller, InputStream body)
            throws IOException {
        return StreamView.of(retention.reopen(name, ActingOperator.of(caller, body)));
    }

    private static void requireName(String field, String name) {
        try {
            StreamNames.require(name);
        } catch (InvalidInputException illegal) {
            throw new InvalidInputException(field, illegal.violations().get(0).message());
        }
    }
}
