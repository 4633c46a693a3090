package org.headrace.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import org.headrace.engine.metrics.Metrics;
import org.headrace.engine.metrics.ScrapeFormat;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsResourceTest {

    private final Edge edge = new Edge(MetricsResource.class, resource());

    /** As Prometheus 2 and 3, browsers and curl ask. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|PROMETHEUS",
                "text/plain|PROMETHEUS",
                "text/html,application/xhtml+xml,*/*;q=0.8|PROMETHEUS",
                "application/openmetrics-text|OPEN_METRICS",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1|OPEN_METRICS",
                "text/plain;version=0.0.4;q=0.9,application/openmetrics-text;q=0.5|PROMETHEUS",
                "application/vnd.google.protobuf;q=0.7,application/openmetrics-text;version=1.0.0;q=0.6,"
                        + "text/plain;version=0.0.4;q=0.3|OPEN_METRICS"
            })
    void theFormatIsWhatTheClientPrefers(String accept, ScrapeFormat expected) throws Exception {
        Answer answer = edge.get("metrics", "Accept", accept);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(expected.name());
        assertThat(MediaType.valueOf(answer.header("Content-Type")))
                .isEqualTo(MediaType.valueOf(expected.contentType()));
    }

    @Test
    void whatWeDoNotHaveIsRefused() throws Exception {
        assertThat(edge.get("metrics", "Accept", "application/json").status()).isEqualTo(406);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private static MetricsResource resource() {
        var resource = new MetricsResource();
        resource.metrics = new Metrics() {
            @Override
            public String scrape(ScrapeFormat format) {
                return format.name();
            }
        };
        return resource;
    }
}
