package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus scrapes, and that it follows what is done. Other classes may have the same server do something as well. */
@ExtendWith(SharedServer.class)
class MetricsIT {

    private static final String PROJECTION = "/api/projections/user-statistics";
    private static final String[] STATISTICS = {"projection", "user-statistics"};

    /** {@code SagaMetersTest} has them. */
    private static final Set<String> ONLY_WHILE_THERE_ARE_SUCH_SAGAS =
            Set.of("headrace_sagas", "headrace_sagas_stranded");

    @Test
    void everyLineIsAsTheFormatWantsIt(Api api) throws Exception {
        addUser(api);

        HttpResponse<String> answer = api.get("/api/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain")
                .contains("version=0.0.4");
        PrometheusText metrics = PrometheusText.parse(answer.body());
        assertThat(metrics.families())
                .contains(
                        "headrace_build_info",
                        "headrace_node_alive",
                        "headrace_projection_state",
                        "headrace_projection_events_processed_total",
                        "headrace_append_seconds",
                        "headrace_append_commit_appends",
                        "headrace_hub_connections",
                        "headrace_hub_shed_total",
                        "headrace_tail_reads_total",
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_uptime_seconds");
        assertThat(metrics.typeOf("headrace_append_seconds")).isEqualTo("histogram");
        assertThat(metrics.typeOf("headrace_projection_lag_events")).isEqualTo("gauge");
        assertThat(metrics.sum("headrace_node_alive")).isEqualTo(1);
        assertThat(metrics.all("headrace_build_info").get(0).labels().get("version"))
                .matches("[0-9]+\\..*");
    }

    @Test
    void whatAlertsAndTheDashboardAskForIsThere(Api api) throws Exception {
        addUser(api);
        Waiting.untilEnded(api, startOrder(api, false));
        PrometheusText metrics = until(api, scraped -> scraped.families().contains("headrace_sagas_read_age_seconds"));

        assertThat(AlertRules.metrics())
                .hasSizeGreaterThan(20)
                .filteredOn(name -> !ONLY_WHILE_THERE_ARE_SUCH_SAGAS.contains(name))
                .allSatisfy(name -> assertThat(metrics.has(name)).as(name).isTrue());
    }

    @Test
    void eachAlertIsExplained() throws Exception {
        String expressions = AlertRules.oneLine(new Page("docs/guide/monitoring.md").text());
        String meanings = new Page("docs/guide/operations.md").text();

        assertThat(AlertRules.alerts()).hasSizeGreaterThan(10).allSatisfy((name, expression) -> {
            assertThat(meanings).contains("| `" + name + "` |");
            if (!expression.startsWith("up{")) {
                assertThat(expressions).as(name).contains(expression);
            }
        });
    }

    @Test
    void openMetricsIsThereForWhoAsksForIt(Api api) throws Exception {
        HttpResponse<String> answer =
                api.get("/api/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(answer.body())
                .contains("# TYPE headrace_append_events counter")
                .endsWith("# EOF\n");
    }

    @Test
    void eventsAreSeenFromTheirAppendToTheReadModel(Api api) throws Exception {
        PrometheusText before = scrape(api);
        for (int i = 0; i < 3; i++) {
            addUser(api);
        }
        PrometheusText after = until(
                api,
                metrics -> metrics.sum("headrace_projection_events_processed_total", STATISTICS)
                                >= before.sum("headrace_projection_events_processed_total", STATISTICS) + 3
                        && metrics.sum("headrace_projection_lag_events", STATISTICS) == 0);

        assertThat(after.sum("headrace_append_events_total"))
                .isGreaterThanOrEqualTo(before.sum("headrace_append_events_total") + 3);
        assertThat(after.sum("headrace_projection_state", "projection", "user-statistics", "state", "Live"))
                .isEqualTo(1);
        assertThat(after.sum("headrace_projection_lag_seconds", STATISTICS)).isZero();
    }

    @Test
    void aProjectionThatStandsIsSeenToFallBehind(Api api) throws Exception {
        api.postJson(PROJECTION + "/pause", "{\"reason\":\"metrics\"}");
        addUser(api);

        PrometheusText standing = until(api, metrics -> metrics.sum("headrace_projection_lag_events", STATISTICS) == 1);
        assertThat(standing.sum("headrace_projection_state", "projection", "user-statistics", "state", "Paused"))
                .isEqualTo(1);
        until(api, metrics -> metrics.sum("headrace_projection_lag_seconds", STATISTICS) > 0);
        api.postJson(PROJECTION + "/resume", "");
        until(api, metrics -> metrics.sum("headrace_projection_lag_events", STATISTICS) == 0);
    }

    @Test
    void sagasAreSeenWithTheirStepsAndOutcomes(Api api) throws Exception {
        PrometheusText before = scrape(api);
        Waiting.untilEnded(api, startOrder(api, false));
        Waiting.untilEnded(api, startOrder(api, true));

        PrometheusText after = until(
                api,
                metrics -> ended(metrics, "completed") > ended(before, "completed")
                        && ended(metrics, "compensated") > ended(before, "compensated"));
        assertThat(after.sum("headrace_saga_step_seconds_count", "direction", "execute", "outcome", "completed"))
                .isGreaterThanOrEqualTo(
                        before.sum("headrace_saga_step_seconds_count", "direction", "execute", "outcome", "completed")
                                + 4);
        assertThat(after.sum("headrace_saga_started_total", "saga", "order-fulfillment"))
                .isGreaterThanOrEqualTo(before.sum("headrace_saga_started_total", "saga", "order-fulfillment") + 2);
        until(
                api,
                metrics -> !metrics.all("headrace_sagas_read_age_seconds").isEmpty()
                        && metrics.sum("headrace_sagas_read_age_seconds") < 60);
    }

    @Test
    void connectionsOfTheHubAreSeenAndWhatTheyAreSent(Api api) throws Exception {
        String stream = "Measured-" + UUID.randomUUID();
        api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
        PrometheusText before = scrape(api);
        try (var listener = new HubListener(api)) {
            listener.subscribe(stream, 0);
            listener.events(1);

            PrometheusText open = until(api, metrics -> metrics.sum("headrace_hub_subscriptions") > 0);
            assertThat(open.sum("headrace_hub_connections")).isPositive();
            assertThat(open.sum("headrace_hub_sent_messages_total"))
                    .isGreaterThan(before.sum("headrace_hub_sent_messages_total"));
            assertThat(open.sum("headrace_hub_sent_characters_total"))
                    .isGreaterThan(before.sum("headrace_hub_sent_characters_total") + 50);
        }
    }

    private static double ended(PrometheusText metrics, String outcome) {
        return metrics.sum("headrace_saga_ended_total", "saga", "order-fulfillment", "outcome", outcome);
    }

    private static PrometheusText scrape(Api api) throws Exception {
        return PrometheusText.parse(api.get("/api/metrics").body());
    }

    private static PrometheusText until(Api api, Predicate<PrometheusText> condition) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> scrape(api), condition);
    }

    private static void addUser(Api api) throws Exception {
        assertThat(api.postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    /** The saga's id. */
    private static String startOrder(Api api, boolean paymentFails) throws Exception {
        JsonObject started = Api.object(api.postJson(
                "/api/sagas/order-fulfillment/start",
                "{\"orderId\":\"ORD-" + UUID.randomUUID() + "\",\"items\":[{\"productId\":\"PROD-123\",\"productName\":"
                        + "\"Widget\",\"quantity\":2,\"price\":49.99}],\"amount\":99.98,\"shippingAddress\":"
                        + "\"123 Main St, City, ST 12345\",\"simulatePaymentFailure\":" + paymentFails + "}"));
        return started.getString("sagaId");
    }
}
