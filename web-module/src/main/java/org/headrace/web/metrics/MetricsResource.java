package org.headrace.web.metrics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.headrace.engine.metrics.Metrics;
import org.headrace.engine.metrics.ScrapeFormat;

/** What Prometheus scrapes: its own text format, or OpenMetrics for who prefers that by its {@code Accept}. */
@Path("metrics")
@ApplicationScoped
@Produces({MetricsResource.TEXT, MetricsResource.OPEN_METRICS})
public class MetricsResource {

    static final String TEXT = "text/plain";
    static final String OPEN_METRICS = "application/openmetrics-text";

    @Inject
    Metrics metrics;

    @GET
    public Response metrics(@Context HttpHeaders headers) {
        ScrapeFormat format = format(headers);
        return Response.ok(metrics.scrape(format), format.contentType()).build();
    }

    /** The first that we have, in the client's order of preference. */
    private static ScrapeFormat format(HttpHeaders headers) {
        MediaType openMetrics = MediaType.valueOf(OPEN_METRICS);
        for (MediaType wanted : headers.getAcceptableMediaTypes()) {
            if (wanted.isCompatible(MediaType.TEXT_PLAIN_TYPE)) {
                return ScrapeFormat.PROMETHEUS;
            }
            if (wanted.isCompatible(openMetrics)) {
                return ScrapeFormat.OPEN_METRICS;
            }
        }
        return ScrapeFormat.PROMETHEUS;
    }
}
