package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The orders example and its saga, as a client and an operator see them. */
@ExtendWith(SharedServer.class)
class SagasIT {

    private static final String SAGAS = "/api/sagas/";
    private static final String START = SAGAS + "order-fulfillment/start";
    private static final String PROBLEM = "application/problem+json";

    private final String order = "ORD-" + UUID.randomUUID();

    @Test
    void anOrderIsFulfilledStepByStep(Api api) throws Exception {
        HttpResponse<String> answer = api.postJson(START, order(order, 2, false));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonObject started = Api.object(answer);
        assertThat(started.getString("correlationId")).isEqualTo(order);
        JsonObject status = Waiting.untilEnded(api, started.getString("sagaId"));
        assertThat(status.getString("sagaName")).isEqualTo("order-fulfillment");
        assertThat(status.getString("state")).isEqualTo("Completed");
        assertThat(status.getString("progress")).isEqualTo("3/3");
        assertThat(status.getInt("currentStep")).isEqualTo(3);
        assertThat(status.getInt("totalSteps")).isEqualTo(3);
        assertThat(status.getJsonArray("completedSteps"))
                .isEqualTo(Api.parse("[\"ReserveInventory\",\"AuthorizePayment\",\"ShipOrder\"]"));
        assertThat(status.getJsonObject("data").getString("orderId")).isEqualTo(order);
        assertThat(status.getJsonObject("data").getString("trackingNumber")).startsWith("TRACK-");
        assertThat(answer.headers().firstValue("Location")).contains(SAGAS + started.getString("sagaId") + "/status");
        assertOrder(api, "[{\"productId\":\"PROD-123\",\"quantity\":2}]", "authorized", "created");
    }

    @Test
    void aPaymentThatFailsUndoesTheReservationAndTheLogTellsHow(Api api, HeadraceProcess server) throws Exception {
        int before = inStock(api, "PROD-123");

        String saga = start(api, order(order, 3, true));

        JsonObject status = Waiting.untilEnded(api, saga);
        assertThat(status.getString("state")).isEqualTo("Compensated");
        assertThat(status.getJsonArray("completedSteps")).isEmpty();
        assertThat(status.getString("errorMessage")).isEqualTo("Payment authorization failed: Insufficient funds");
        assertThat(inStock(api, "PROD-123")).isEqualTo(before);
        assertOrder(api, "[]", "none", "none");
        List<String> told = List.of(
                "Reserving inventory for order " + order,
                "Authorizing payment of 99.98 for order " + order,
                "Payment authorization failed: Insufficient funds",
                "Compensating: releasing inventory reservation {PROD-123=3} of order " + order,
                "Saga 'order-fulfillment' compensation completed");
        Awaitility.await("the log")
                .untilAsserted(() -> assertThat(logFrom(server, told.get(0))).containsSubsequence(told));
        assertThat(logFrom(server, told.get(0)))
                .as("the void of a payment that was never made")
                .contains(saga + ": compensation of step AuthorizePayment skipped: it never completed")
                .doesNotContain("voiding the payment of order " + order);
    }

    @Test
    void whatIsNotInStockIsNotReservedAtAll(Api api) throws Exception {
        int before = inStock(api, "PROD-456");
        String both = order(order, 1, false)
                .replace(
                        "\"items\":[",
                        "\"items\":[{\"productId\":\"PROD-456\",\"quantity\":1,\"price\":1},"
                                + "{\"productId\":\"PROD-789\",\"quantity\":2,\"price\":1},");

        JsonObject status = Waiting.untilEnded(api, start(api, both));

        assertThat(status.getString("state")).isEqualTo("Compensated");
        assertThat(status.getString("errorMessage"))
                .startsWith("Inventory reservation failed: 2 of PROD-789 wanted")
                .endsWith("1 in stock");
        assertThat(inStock(api, "PROD-456")).isEqualTo(before);
        assertThat(api.get("/api/orders/" + order).statusCode()).isEqualTo(404);
    }

    @Test
    void sagasAreFoundByCorrelationIdStateAndNamePageByPage(Api api) throws Exception {
        String first = start(api, order(order, 1, false));
        Waiting.untilEnded(api, first);
        String second = start(api, order(order, 1, true));
        Waiting.untilEnded(api, second);
        String third = start(api, order(order, 1, false));
        Waiting.untilEnded(api, third);

        assertThat(ids(api, "?correlationId=" + order)).containsExactly(third, second, first);
        assertThat(ids(api, "?correlationId=" + order + "&state=completed")).containsExactly(third, first);
        assertThat(ids(api, "?correlationId=" + order + "&state=Compensated&name=order-fulfillment"))
                .containsExactly(second);
        assertThat(ids(api, "?correlationId=" + order + "&name=other")).isEmpty();

        HttpResponse<String> page = api.get("/api/sagas?correlationId=" + order + "&limit=2");
        assertThat(ids(page)).containsExactly(third, second);
        String cursor = Api.object(page).getString("next");
        assertThat(page.headers().firstValue("Link").orElse("")).contains("rel=\"next\"", cursor);
        HttpResponse<String> rest = api.get("/api/sagas?correlationId=" + order + "&limit=2&cursor=" + cursor);
        assertThat(ids(rest)).containsExactly(first);
        assertThat(Api.object(rest).isNull("next")).isTrue();
        assertOrder(api, "[{\"productId\":\"PROD-123\",\"quantity\":2}]", "authorized", "created");
    }

    @Test
    void anIdempotencyKeyMakesARepeatedStartHarmless(Api api) throws Exception {
        String key = UUID.randomUUID().toString();

        HttpResponse<String> first = api.postJson(START, order(order, 1, false), "Idempotency-Key", key);
        HttpResponse<String> again = api.postJson(START, order(order, 1, false), "Idempotency-Key", key);
        HttpResponse<String> other = api.postJson(START, order(order, 2, false), "Idempotency-Key", key);

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(409);
        Waiting.untilEnded(api, Api.object(first).getString("sagaId"));
        assertThat(ids(api, "?correlationId=" + order)).hasSize(1);
        assertOrder(api, "[{\"productId\":\"PROD-123\",\"quantity\":1}]", "authorized", "created");
    }

    @Test
    void aSagaIsCancelledAfterTheStepItIsIn(Api api, HeadraceProcess server) throws Exception {
        int before = inStock(api, "PROD-456");
        String saga;
        try (Connection holder = heldBack(server, "PROD-456")) {
            saga = start(api, order(order, 1, false).replace("PROD-123", "PROD-456"));
            awaitWaitingFor(holder);

            HttpResponse<String> answer = api.postJson(SAGAS + saga + "/cancel", "{\"reason\":\"changed my mind\"}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(Api.object(answer).getString("message")).isEqualTo("Saga cancellation initiated");
            holder.rollback();
        }
        JsonObject status = Waiting.untilEnded(api, saga);
        assertThat(status.getString("state")).isEqualTo("Compensated");
        assertThat(status.getJsonObject("cancellation").getString("reason")).isEqualTo("changed my mind");
        assertThat(inStock(api, "PROD-456")).isEqualTo(before);
        assertOrder(api, "[]", "none", "none");
    }

    @Test
    void aPausedSagaStandsAfterItsStepUntilItIsResumed(Api api, HeadraceProcess server) throws Exception {
        String saga;
        try (Connection holder = heldBack(server, "PROD-456")) {
            saga = start(api, order(order, 1, false).replace("PROD-123", "PROD-456"));
            awaitWaitingFor(holder);

            HttpResponse<String> answer = api.postJson(SAGAS + saga + "/pause", "{\"reason\":\"stock-taking\"}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Api.object(answer).getBoolean("paused")).isTrue();
            holder.rollback();
        }
        JsonObject paused = Waiting.until(api, SAGAS + saga + "/status", s -> s.getInt("currentStep") == 1);
        assertThat(paused.getString("state")).isEqualTo("Running");
        assertThat(paused.getBoolean("paused")).isTrue();
        assertThat(paused.getString("explanation")).contains("stock-taking");
        assertOrder(api, "[{\"productId\":\"PROD-456\",\"quantity\":1}]", "none", "none");

        assertThat(api.postJson(SAGAS + saga + "/resume", "").statusCode()).isEqualTo(200);

        assertThat(Waiting.untilEnded(api, saga).getString("state")).isEqualTo("Completed");
        assertOrder(api, "[{\"productId\":\"PROD-456\",\"quantity\":1}]", "authorized", "created");
    }

    @Test
    void aSagaThatHasEndedCannotBeCancelledPausedResumedOrRetried(Api api) throws Exception {
        String saga = start(api, order(order, 1, false));
        JsonObject before = Waiting.untilEnded(api, saga);

        for (String action : List.of("cancel", "pause", "resume", "retry")) {
            HttpResponse<String> answer = api.postJson(SAGAS + saga + "/" + action, "{\"reason\":\"test\"}");
            assertThat(answer.statusCode()).as(action).isEqualTo(409);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(PROBLEM);
            assertThat(Api.object(answer).getString("detail")).as(action).contains(saga);
        }
        assertThat(api.getObject(SAGAS + saga + "/status")).isEqualTo(before);
    }

    @Test
    void historyTellsStepByStepWhatHappenedAndWhoAskedForIt(Api api, HeadraceProcess server) throws Exception {
        String saga;
        try (Connection holder = heldBack(server, "PROD-456")) {
            saga = start(api, order(order, 1, false).replace("PROD-123", "PROD-456"));
            awaitWaitingFor(holder);
            JsonObject preview = api.getObject(SAGAS + saga + "/cancel-preview");
            assertThat(preview.getString("underWay")).isEqualTo("ReserveInventory");
            assertThat(preview.getJsonArray("undone")).isEmpty();
            assertThat(api.postJson(SAGAS + saga + "/cancel", "{\"reason\":\"changed my mind\"}")
                            .statusCode())
                    .isEqualTo(202);
            holder.rollback();
        }
        Waiting.untilEnded(api, saga);

        HttpResponse<String> all = api.get(SAGAS + saga + "/history");
        assertThat(happenings(all))
                .containsExactly(
                        "SagaStarted",
                        "SagaCancelled",
                        "StepCompleted",
                        "SagaCompensating",
                        "StepCompleted",
                        "SagaCompensated");
        JsonObject cancelled = Api.object(all).getJsonArray("history").getJsonObject(1);
        assertThat(cancelled.getJsonObject("by").getString("reason")).isEqualTo("changed my mind");
        JsonObject undone = Api.object(all).getJsonArray("history").getJsonObject(4);
        assertThat(undone.getString("step")).isEqualTo("ReserveInventory");
        assertThat(undone.getString("direction")).isEqualTo("compensate");
        assertThat(undone.getString("node")).isNotEmpty();
        assertThat(undone.getInt("fence")).isPositive();

        HttpResponse<String> first = api.get(SAGAS + saga + "/history?limit=4");
        assertThat(happenings(first)).hasSize(4);
        long next = Api.object(first).getJsonNumber("next").longValue();
        assertThat(first.headers().firstValue("Link").orElse("")).contains("after=" + next, "rel=\"next\"");
        HttpResponse<String> rest = api.get(SAGAS + saga + "/history?limit=4&after=" + next);
        assertThat(happenings(rest)).containsExactly("StepCompleted", "SagaCompensated");
        assertThat(Api.object(rest).isNull("next")).isTrue();
    }

    @Test
    void theHubPushesWhatHappensToASagaOnceAndInOrder(Api api) throws Exception {
        try (var hub = new HubListener(api)) {
            hub.subscribe("Sagas", 0);
            String saga = start(api, order(order, 1, true));
            Waiting.untilEnded(api, saga);
            List<String> told = happenings(api.get(SAGAS + saga + "/history"));

            List<String> pushed = Awaitility.await("what was pushed")
                    .until(
                            () -> hub.events().stream()
                                    .filter(event -> saga.equals(event.getString("key", null)))
                                    .map(event -> event.getString("eventType"))
                                    .toList(),
                            types -> types.size() >= told.size());

            assertThat(pushed)
                    .isEqualTo(told)
                    .contains("StepFailed", "SagaCompensating")
                    .endsWith("SagaCompensated");
        }
    }

    @Test
    void manyAreCancelledAtATimeAndToldBefore(Api api, HeadraceProcess server) throws Exception {
        String ended = start(api, order(order, 1, false));
        Waiting.untilEnded(api, ended);
        String bulk = "/api/sagas/bulk/cancel?correlationId=" + order;
        String saga;
        try (Connection holder = heldBack(server, "PROD-456")) {
            saga = start(api, order(order, 1, false).replace("PROD-123", "PROD-456"));
            awaitWaitingFor(holder);

            JsonObject dry = Api.object(api.postJson(bulk + "&dryRun=true", ""));
            assertThat(dry.getJsonArray("done")).isEqualTo(Api.parse("[\"" + saga + "\"]"));
            assertThat(dry.getJsonObject("refused").getString(ended)).contains("has ended");
            assertThat(api.getObject(SAGAS + saga + "/status")).doesNotContainKey("cancellation");
            JsonObject done = Api.object(api.postJson(bulk, "{\"reason\":\"recall\"}"));
            assertThat(done.getJsonArray("done")).isEqualTo(dry.getJsonArray("done"));
            holder.rollback();
        }

        JsonObject status = Waiting.untilEnded(api, saga);
        assertThat(status.getString("state")).isEqualTo("Compensated");
        assertThat(status.getJsonObject("cancellation").getString("reason")).isEqualTo("recall");
        assertProblem(400, api.postJson("/api/sagas/bulk/cancel", ""));
        assertProblem(400, api.postJson("/api/sagas/bulk/cancel?stat=Failed&name=order-fulfillment", ""));
    }

    @Test
    void sagasAreFoundByTheTimeOfTheirStart(Api api) throws Exception {
        String saga = start(api, order(order, 1, false));
        String startedAt = Waiting.untilEnded(api, saga).getString("startedAt");

        assertThat(ids(api, "?correlationId=" + order + "&startedFrom=" + startedAt))
                .containsExactly(saga);
        assertThat(ids(api, "?correlationId=" + order + "&startedBefore=" + startedAt))
                .isEmpty();
        assertProblem(400, api.get("/api/sagas?startedFrom=yesterday"));
    }

    @Test
    void noSagaIsStrandedWhereItsDefinitionIs(Api api) throws Exception {
        JsonObject check =
                api.getObject("/api/health/ready").getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                        .filter(it -> it.getString("name").equals("sagas"))
                        .findFirst()
                        .orElseThrow();
        assertThat(check.getString("status")).isEqualTo("UP");
        assertThat(check.getJsonObject("data")).isEmpty();
    }

    @Test
    void whatDoesNotExistIsNotFound(Api api) throws Exception {
        String nobody = UUID.randomUUID().toString();
        assertProblem(404, api.get(SAGAS + nobody + "/status"));
        assertProblem(404, api.get(SAGAS + "nonsense/status"));
        for (String action : List.of("cancel", "pause", "resume", "retry")) {
            assertProblem(404, api.postJson(SAGAS + nobody + "/" + action, ""));
        }
        assertProblem(404, api.get(SAGAS + nobody + "/history"));
        assertProblem(404, api.get(SAGAS + nobody + "/cancel-preview"));
        assertProblem(404, api.postJson(SAGAS + nobody + "/signals/Approval", "{}"));
        assertProblem(404, api.postJson(SAGAS + nobody + "/undone", "{\"step\":\"A\",\"reason\":\"r\"}"));
        assertProblem(404, api.postJson(SAGAS + nobody + "/edit", "{\"data\":{\"a\":1}}"));
        assertProblem(404, api.postJson(SAGAS + nobody + "/settle", "{\"happened\":true,\"reason\":\"r\"}"));
        assertProblem(404, api.postJson("/api/sagas/no-such-saga/start", "{}"));
        assertProblem(404, api.postJson("/api/sagas/bulk/start", "{}"));
        assertProblem(404, api.get("/api/orders/" + order));
        assertProblem(404, api.get("/api/inventory/PROD-0"));
    }

    static Stream<Arguments> wrongOrders() {
        String right = order("ORD-X", 1, false);
        return Stream.of(
                Arguments.of("{}", List.of("orderId", "items", "amount", "shippingAddress")),
                Arguments.of(right.replace("\"ORD-X\"", "7"), List.of("orderId")),
                Arguments.of(right.replace("\"ORD-X\"", "\" \""), List.of("orderId")),
                Arguments.of(right.replace("99.98", "\"99.98\""), List.of("amount")),
                Arguments.of(right.replace("99.98", "-1"), List.of("amount")),
                Arguments.of(right.replace("99.98", "1e999999999"), List.of("amount")),
                Arguments.of(right.replace("\"quantity\":1", "\"quantity\":0"), List.of("items[0].quantity")),
                Arguments.of(right.replace("\"quantity\":1", "\"quantity\":1.5"), List.of("items[0].quantity")),
                Arguments.of(right.replace("\"quantity\":1,", ""), List.of("items[0].quantity")),
                Arguments.of(right.replace("\"PROD-123\"", "null"), List.of("items[0].productId")),
                Arguments.of(
                        right.replace("\"simulatePaymentFailure\":false", "\"simulatePaymentFailure\":\"no\""),
                        List.of("simulatePaymentFailure")),
                Arguments.of(right.replaceAll("\"items\":\\[.*\\]", "\"items\":[]"), List.of("items")),
                Arguments.of(right.replaceAll("\"items\":\\[.*\\]", "\"items\":[1]"), List.of("items[0]")));
    }

    @ParameterizedTest
    @MethodSource("wrongOrders")
    void aWrongOrderIsRefusedFieldByFieldAndNothingIsStarted(String body, List<String> fields, Api api)
            throws Exception {
        HttpResponse<String> answer = api.postJson(START + "?correlationId=" + order, body);

        assertProblem(400, answer);
        assertThat(Api.object(answer).getJsonArray("violations").getValuesAs(v -> v.asJsonObject()
                        .getString("field")))
                .containsExactlyElementsOf(fields);
        assertThat(ids(api, "?correlationId=" + order)).isEmpty();
    }

    @Test
    void whatIsNoOrderAtAllIsRefused(Api api) throws Exception {
        String start = START + "?correlationId=" + order;
        assertProblem(400, api.postJson(start, ""));
        assertProblem(400, api.postJson(start, "[]"));
        assertProblem(400, api.postJson(start, "{\"orderId\":"));
        assertProblem(400, api.postJson(start, "[".repeat(100_000)));
        assertProblem(400, api.postJson(start, order("a\\u0000b", 1, false)));
        assertProblem(413, api.postJson(start, "{\"x\":\"" + "x".repeat(1 << 20) + "\"}"));
        assertProblem(415, api.postNdjson(start, order(order, 1, false)));
        assertProblem(400, api.postJson(START + "?correlationId=" + "x".repeat(201), order(order, 1, false)));
        assertProblem(400, api.get("/api/sagas?state=Ended"));
        assertProblem(400, api.get("/api/sagas?limit=none"));
        assertProblem(400, api.get("/api/sagas?cursor=none"));
        assertThat(ids(api, "?correlationId=" + order)).isEmpty();
    }

    /** Holds the row of a product, so that whoever reserves it waits. */
    private static Connection heldBack(HeadraceProcess server, String product) throws SQLException {
        Connection holder = server.connect();
        holder.setAutoCommit(false);
        try (PreparedStatement lock =
                holder.prepareStatement("SELECT in_stock FROM inventory WHERE product_id = ? FOR UPDATE")) {
            lock.setString(1, product);
            lock.executeQuery();
        }
        return holder;
    }

    private static void awaitWaitingFor(Connection holder) {
        Awaitility.await("a step waits for the row").until(() -> {
            try (Statement statement = holder.createStatement();
                    ResultSet waiting = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))")) {
                return waiting.next() && waiting.getInt(1) > 0;
            }
        });
    }

    private static void assertProblem(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(PROBLEM);
        assertThat(Api.object(answer).getString("type")).startsWith("urn:headrace:problem:");
    }

    private void assertOrder(Api api, String reserved, String payment, String shipment) throws Exception {
        assertThat(api.getObject("/api/orders/" + order))
                .isEqualTo(Api.parse("{\"orderId\":\"" + order + "\",\"reserved\":" + reserved + ",\"payment\":\""
                        + payment + "\",\"shipment\":\"" + shipment + "\"}"));
    }

    private static String start(Api api, String body) throws Exception {
        HttpResponse<String> answer = api.postJson(START, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Api.object(answer).getString("sagaId");
    }

    private static List<String> ids(Api api, String query) throws Exception {
        return ids(api.get("/api/sagas" + query));
    }

    private static List<String> ids(HttpResponse<String> page) {
        return Api.object(page).getJsonArray("sagas").getValuesAs(s -> s.asJsonObject()
                .getString("sagaId"));
    }

    private static List<String> happenings(HttpResponse<String> page) {
        return Api.object(page).getJsonArray("history").getValuesAs(h -> h.asJsonObject()
                .getString("type"));
    }

    private static int inStock(Api api, String product) throws Exception {
        return api.getObject("/api/inventory/" + product).getInt("inStock");
    }

    /** What the server has logged since then. */
    private static String logFrom(HeadraceProcess server, String line) {
        String log = server.output();
        int at = log.indexOf(line);
        assertThat(at).as(line).isNotNegative();
        return log.substring(at);
    }

    private static String order(String orderId, int quantity, boolean paymentFails) {
        return "{\"orderId\":\"" + orderId + "\",\"items\":[{\"productId\":\"PROD-123\",\"productName\":\"Widget\","
                + "\"quantity\":" + quantity + ",\"price\":49.99}],\"amount\":99.98,\"shippingAddress\":"
                + "\"123 Main St, City, ST 12345\",\"simulatePaymentFailure\":" + paymentFails + "}";
    }
}
