package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server answers as its OpenAPI documents say. */
class OpenApiIT {

    private static final String PROJECTION = "/api/projections/{name}";
    private static final String LETTERS = PROJECTION + "/dead-letters";
    private static final String LETTER = LETTERS + "/{stream}/{offset}";
    private static final String REBUILD = PROJECTION + "/rebuild";
    private static final String SAGA = "/api/sagas/{sagaId}";
    private static final String SUBSCRIPTION = "/api/hub/connections/{id}/subscriptions/{stream}";
    private static final String EVENTS = "/api/streams/{name}/events";
    private static final String USERS = "user-statistics";
    private static final String LOANS = "loan-applications";

    private static HeadraceProcess server;

    @BeforeAll
    static void start() {
        server = HeadraceProcess.start(
                Places.newDirectory("openapi"),
                "HEADRACE_PROJECTION_LOAN_APPLICATIONS_ON_POISON=dead-letter",
                "HEADRACE_PROJECTION_LOAN_APPLICATIONS_MAX_RETRIES=0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void itServesTheBytesOfTheBuild() throws Exception {
        for (String format : new String[] {"yaml", "json"}) {
            assertThat(server.api().get("/api/openapi." + format).body())
                    .isEqualTo(Files.readString(
                            Places.ROOT.resolve("web-module/target/classes/headrace/openapi." + format)));
            assertThat(server.api().get("/api/openapi/sample." + format).body())
                    .isEqualTo(Files.readString(
                            Places.ROOT.resolve("sample/target/classes/headrace/openapi/sample." + format)));
        }
        assertThat(server.api().get("/api/openapi/nobody.yaml").statusCode()).isEqualTo(404);
        assertThat(server.api().get("/api/openapi.txt").statusCode()).isEqualTo(404);
    }

    @Test
    void theExamplesAnswerAsTheirOwnDocumentSays() throws Exception {
        var api = new DescribedApi(server.api(), "/api/openapi/sample.json");
        String user = api.post(201, "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}", "/api/users")
                .get("userId")
                .asText();
        api.post(400, "{}", "/api/users");
        api.delete(204, "/api/users/{userId}", user);
        Waiting.until(server.api(), "/api/projections/user-statistics", s -> s.getInt("usersRemoved") > 0);
        api.get(200, "/api/projections/user-statistics");
        String order = "ORD-of-openapi";
        startSaga(new DescribedApi(server.api(), "/api/openapi.json"), order);
        api.get(200, "/api/orders/{orderId}", order);
        api.get(404, "/api/orders/{orderId}", "nobody");
        api.get(200, "/api/inventory/{productId}", "PROD-123");
        String key = "key-of-openapi";
        assertThat(server.api()
                        .postJson(
                                "/api/gateway/charges",
                                "{\"orderId\":\"o\",\"amount\":1,\"cardToken\":\"card\"}",
                                "Idempotency-Key",
                                key)
                        .statusCode())
                .isEqualTo(201);
        api.post(400, "{}", "/api/gateway/charges");
        api.get(200, "/api/gateway/charges/{key}", key);
        api.delete(200, "/api/gateway/charges/{key}", key);
        loan("known", "100");
        Waiting.until(server.api(), "/api/loans/summary", s -> s.getInt("applications") > 0);
        api.get(200, "/api/loans/summary");
        api.get(200, "/api/loans/{applicationId}", "known");
        assertThat(api.called()).containsAll(ofVerb(api, "GET "));
    }

    @Test
    void everyGetAndMostActionsAnswerAsTheDocumentSays() throws Exception {
        var api = new DescribedApi(server.api(), "/api/openapi.json");
        operations(api);
        streams(api);
        projections(api);
        deadLetters(api);
        sagas(api);
        hub(api);
        assertThat(api.called()).containsAll(ofVerb(api, "GET "));
        assertThat(missing(api))
                .as("described, and not called")
                .containsExactlyInAnyOrder(
                        "POST " + PROJECTION + "/retry",
                        "POST " + PROJECTION + "/skip",
                        "POST " + SAGA + "/settle",
                        "POST " + SAGA + "/edit",
                        "POST " + SAGA + "/undone",
                        "POST " + SAGA + "/retry",
                        "POST " + REBUILD + "/cancel",
                        "POST " + REBUILD + "/resume",
                        "POST " + REBUILD + "/rollback");
    }

    private static Set<String> ofVerb(DescribedApi api, String verb) {
        Set<String> some = new TreeSet<>(api.operations());
        some.removeIf(operation -> !operation.startsWith(verb));
        return some;
    }

    private static Set<String> missing(DescribedApi api) {
        Set<String> missing = new TreeSet<>(api.operations());
        missing.removeAll(api.called());
        return missing;
    }

    private static void operations(DescribedApi api) throws Exception {
        api.get(200, "/api/metrics");
        api.get(200, "/api/health/live");
        api.get(200, "/api/health/started");
        api.get(200, "/api/health/ready");
        api.get(200, "/api/openapi.{format}", "json");
        api.get(200, "/api/openapi/{module}.{format}", "sample", "yaml");
        api.get(404, "/api/openapi/{module}.{format}", "nobody", "yaml");
        api.get(400, "/api/operator-actions", "?limit=0");
    }

    private static void streams(DescribedApi api) throws Exception {
        String name = "Described";
        api.get(404, EVENTS, name);
        api.post(201, "[{\"type\":\"T\",\"key\":\"k\",\"data\":1},{\"type\":\"T\",\"data\":{}}]", EVENTS, name);
        api.postAs(
                "application/x-ndjson",
                201,
                "{\"type\":\"T\",\"data\":2,\"occurredAt\":\"2026-01-31T12:00:00Z\"}\n",
                EVENTS,
                name);
        api.post(400, "{\"type\":\"T\"}", EVENTS, name);
        api.post(400, "{", EVENTS, name);
        api.post(409, "{\"type\":\"T\",\"data\":1}", EVENTS, name, "?expectedOffset=0");
        api.postAs("text/plain", 415, "x", EVENTS, name);
        api.get(200, EVENTS, name);
        api.get(200, EVENTS, name, "?limit=1&key=k");
        api.get(200, "/api/streams", "?limit=1");
        api.get(200, "/api/streams/{name}", name);
        api.post(200, "{\"reason\":\"a test\"}", "/api/streams/{name}/archive", name, "?below=1");
        api.get(200, "/api/streams/{name}/archive", name);
        api.get(410, EVENTS, name, "?from=0");
        api.post(200, "", "/api/streams/{name}/close", name);
        api.post(409, "{\"type\":\"T\",\"data\":1}", EVENTS, name);
        api.post(200, "", "/api/streams/{name}/reopen", name);
        api.get(200, "/api/operator-actions");
    }

    private static void projections(DescribedApi api) throws Exception {
        server.api().postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}");
        Waiting.untilCaughtUp(server.api(), USERS, 0);
        api.get(200, "/api/projections");
        api.get(200, PROJECTION, LOANS);
        api.get(404, PROJECTION, "nobody");
        api.get(200, PROJECTION + "/status", USERS);
        api.get(200, PROJECTION + "/audit", USERS);
        api.post(200, "{\"reason\":\"a test\"}", PROJECTION + "/pause", USERS);
        api.post(200, "", PROJECTION + "/resume", USERS);
        api.post(409, "", PROJECTION + "/skip", USERS);
        api.post(400, "{\"segments\":0}", PROJECTION + "/split", USERS);
        api.post(200, "{\"segments\":2}", PROJECTION + "/split", LOANS);
        api.post(201, "", PROJECTION + "/snapshots", USERS);
        api.get(200, PROJECTION + "/snapshots", USERS);
        api.get(200, REBUILD, USERS);
        api.post(202, "{\"mode\":\"beside\"}", REBUILD, USERS);
        Waiting.until(server.api(), "/api/projections/" + USERS + "/rebuild", s -> s.getString("state")
                .equals("CaughtUp"));
        api.get(200, REBUILD, USERS);
        api.post(200, "", REBUILD + "/parity", USERS);
        api.post(200, "{\"acceptDifferences\":true}", REBUILD + "/switch", USERS);
        api.post(200, "", REBUILD + "/finish", USERS);
        api.post(202, "", REBUILD, USERS);
        api.post(409, "", REBUILD + "/cancel", LOANS);
    }

    private static void deadLetters(DescribedApi api) throws Exception {
        loan("first", "\"a lot\"");
        loan("second", "\"too much\"");
        loan("third", "\"much\"");
        JsonNode letters = Awaitility.await("letters")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> api.get(200, LETTERS, LOANS),
                        found -> found.get("deadLetters").size() >= 3);
        String offset = letters.at("/deadLetters/0/offset").asText();
        String stream = letters.at("/deadLetters/0/stream").asText();
        String other = letters.at("/deadLetters/1/offset").asText();
        api.get(200, LETTERS + "/causes", LOANS);
        api.get(200, LETTER, LOANS, stream, offset);
        api.get(404, LETTER, LOANS, stream, "999999");
        api.get(200, PROJECTION + "/status", LOANS);
        api.post(200, "", LETTER + "/retry", LOANS, stream, offset);
        api.post(400, "", LETTER + "/skip", LOANS, stream, offset);
        api.post(200, "{\"reason\":\"a test\"}", LETTER + "/skip", LOANS, stream, other);
        api.post(200, "{\"all\":true,\"dryRun\":true}", LETTERS + "/retry", LOANS);
        api.post(200, "{\"all\":true}", LETTERS + "/retry", LOANS);
        api.post(400, "{}", LETTERS + "/skip", LOANS);
        api.post(200, "{\"all\":true,\"reason\":\"a test\"}", LETTERS + "/skip", LOANS);
    }

    private static void sagas(DescribedApi api) throws Exception {
        String ended = startSaga(api, "ORD-described");
        api.get(200, "/api/sagas");
        api.get(200, "/api/sagas/definitions");
        api.get(200, SAGA + "/history", ended);
        api.get(200, SAGA + "/status", ended);
        api.get(404, SAGA + "/status", "nobody");
        api.get(200, SAGA + "/cancel-preview", ended);
        api.post(409, "", SAGA + "/cancel", ended);
        api.post(404, "{}", "/api/sagas/{name}/start", "nobody");
        api.post(400, "[]", "/api/sagas/{name}/start", "order-fulfillment");
        api.post(200, "", "/api/sagas/bulk/{action}", "cancel", "?all=true&dryRun=true");
        String signalled = startWaiting(api, "ORD-signalled");
        api.get(200, SAGA + "/status", signalled);
        api.post(400, "{}", SAGA + "/signals/{name}", signalled, "Other");
        api.post(202, "{\"signedBy\":\"Ada\"}", SAGA + "/signals/{name}", signalled, "Delivered");
        String cancelled = startWaiting(api, "ORD-cancelled");
        api.post(200, "{\"reason\":\"a test\"}", SAGA + "/pause", cancelled);
        api.get(200, SAGA + "/status", cancelled);
        api.post(200, "", SAGA + "/resume", cancelled);
        api.post(202, "", SAGA + "/cancel", cancelled);
        Waiting.untilEnded(server.api(), cancelled);
        api.get(200, SAGA + "/status", cancelled);
        api.get(200, SAGA + "/history", cancelled);
    }

    /** Starts one that waits for a signal, and waits until it does. */
    private static String startWaiting(DescribedApi api, String order) throws Exception {
        String saga = api.post(
                        202,
                        "{\"orderId\":\"" + order
                                + "\",\"items\":[{\"productId\":\"PROD-123\",\"productName\":\"Widget\","
                                + "\"quantity\":1,\"price\":49.99}],\"amount\":49.99,\"shippingAddress\":\"1 Main St\","
                                + "\"cardToken\":\"card-4242\"}",
                        "/api/sagas/{name}/start",
                        "card-checkout")
                .get("sagaId")
                .asText();
        Waiting.until(server.api(), "/api/sagas/" + saga + "/status", s -> s.containsKey("awaited"));
        return saga;
    }

    /** Starts one and waits for its end. */
    private static String startSaga(DescribedApi api, String order) throws Exception {
        String saga = api.post(
                        202,
                        "{\"orderId\":\"" + order
                                + "\",\"items\":[{\"productId\":\"PROD-123\",\"productName\":\"Widget\","
                                + "\"quantity\":1,\"price\":49.99}],\"amount\":49.99,\"shippingAddress\":\"1 Main St\","
                                + "\"simulatePaymentFailure\":false}",
                        "/api/sagas/{name}/start",
                        "order-fulfillment")
                .get("sagaId")
                .asText();
        Waiting.untilEnded(server.api(), saga);
        return saga;
    }

    private static void hub(DescribedApi api) throws Exception {
        api.post(200, "", "/hubs/events/negotiate", "?negotiateVersion=1");
        try (var listener = new HubListener(server.api())) {
            listener.subscribe("Described", 1);
            api.get(200, "/api/hub");
            String id =
                    api.get(200, "/api/hub/connections").at("/connections/0/id").asText();
            api.get(200, "/api/hub/connections/{id}", id);
            api.get(404, "/api/hub/connections/{id}", "nobody");
            for (String action : new String[] {"pause", "resume"}) {
                api.post(200, "{\"reason\":\"a test\"}", SUBSCRIPTION + "/" + action, id, "Described");
            }
            api.post(200, "{\"offset\":1}", SUBSCRIPTION + "/rewind", id, "Described");
            api.post(404, "", SUBSCRIPTION + "/pause", id, "Unknown");
            api.post(200, "", SUBSCRIPTION + "/close", id, "Described");
            api.delete(204, "/api/hub/connections/{id}", id, "?reason=a%20test");
        }
    }

    private static void loan(String id, String amount) throws Exception {
        assertThat(server.api()
                        .postJson(
                                "/api/streams/LoanApplications/events",
                                "{\"type\":\"A_SUBMITTED\",\"key\":\"" + id + "\",\"data\":{\"case\":{\"AMOUNT_REQ\":"
                                        + amount + "}}}")
                        .statusCode())
                .isEqualTo(201);
    }
}
