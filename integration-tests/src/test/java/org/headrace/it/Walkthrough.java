package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;

/**
 * What Headrace does, in one walk, as a client sees it: the same on every server. A test of a server extends this. What
 * is new in Headrace adds its stretch of the walk here, and so is tested on all of them.
 */
public abstract class Walkthrough extends CheckoutWalk {

    private static final String STATISTICS = "/api/projections/user-statistics";
    private static final String USERS = "/api/streams/UserWorkflow/events";
    private static final String ORDERS = "/api/sagas/order-fulfillment/start";

    /** WildFly's limit for a body, unless it is told otherwise, is 10 MiB. */
    private static final int LONG_BODY = 11 << 20;

    @Test
    void itIsReadyAndSaysOfWhat() throws Exception {
        HttpResponse<String> answer = api().get("/api/health/ready");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"database\"", "\"postgresql\"");
    }

    @Test
    void itDescribesItselfInTheBytesOfTheBuild() throws Exception {
        assumeTrue(System.getProperty(ToItself.ADDRESS, "").isEmpty(), "somebody's installation is another build");
        for (String format : List.of("yaml", "json")) {
            assertThat(api().get("/api/openapi." + format).body())
                    .isEqualTo(built("web-module/target/classes/headrace/openapi." + format));
            assertThat(api().get("/api/openapi/sample." + format).body())
                    .isEqualTo(built("sample/target/classes/headrace/openapi/sample." + format));
        }
    }

    private static String built(String path) throws IOException {
        return Files.readString(Places.ROOT.resolve(path));
    }

    @Test
    @ToItself
    void aUserReachesTheReadModel() throws Exception {
        assertThat(api().get("/api/health/ready").body()).contains("\"user-statistics\"");
        long before = added();

        String user = addUser();

        JsonObject statistics = Waiting.until(api(), STATISTICS, s -> s.getInt("usersAdded") == before + 1);
        JsonObject event =
                api().getObject(USERS + "?key=" + user).getJsonArray("events").getJsonObject(0);
        assertThat(statistics.getInt("lastOffset")).isEqualTo(event.getInt("offset"));
        assertThat(api().delete("/api/users/" + user).statusCode()).isEqualTo(204);
    }

    @Test
    void cloudEventsComeBackAsTheyWentIn() throws Exception {
        String events = newStream();
        String one = "application/cloudevents+json";
        String batch = "application/cloudevents-batch+json";
        String head = "{\"specversion\":\"1.0\",\"id\":\"A\",\"source\":\"/s\",\"type\":\"T\"";

        HttpResponse<String> appended =
                api().post(events, one, BodyPublishers.ofString(head + ",\"data\":{\"n\" : 1.0}}"));
        api().postJson(
                        events,
                        "{ \"n\" : 2 }",
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "B",
                        "ce-source",
                        "/s",
                        "ce-type",
                        "T");
        HttpResponse<String> read = api().get(events + "?limit=1", "Accept", batch);
        HttpResponse<String> second = api().get(events + "?from=1", "Accept", one);

        assertThat(appended.statusCode()).isEqualTo(201);
        // A path, whatever a proxy calls the host.
        assertThat(appended.headers().firstValue("Location").orElse(""))
                .isEqualTo(api().base().getPath() + events + "?from=0&limit=1");
        // Who logs in is told by an attribute more.
        String told = api().login().isThere() ? read.body().replaceFirst(",\"principal\":\"[^\"]+\"", "") : read.body();
        assertThat(told).isEqualTo("[" + head + ",\"headraceoffset\":\"0\",\"data\":{\"n\" : 1.0}}]");
        assertThat(read.headers().firstValue("Content-Type").orElse("")).startsWith(batch);
        assertThat(read.headers().firstValue("Headrace-Head")).contains("1");
        assertThat(read.headers().firstValue("Link").orElse("")).contains("from=1");
        assertThat(second.body()).contains("\"id\":\"B\"", "\"data\":{ \"n\" : 2 }");
        assertThat(api().get(events + "?from=2", "Accept", one).statusCode()).isEqualTo(204);
        assertThat(api().get(events, "Accept", "*/*")
                        .headers()
                        .firstValue("Content-Type")
                        .orElse(""))
                .startsWith("application/json");
        HttpResponse<String> bad = api().post(events, batch, BodyPublishers.ofString("[" + head + "},{}]"));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("\"[1].source\"");
        assertThat(api().get(newStream(), "Accept", batch).statusCode()).isEqualTo(404);
    }

    @Test
    void eventsComeBackAsTheyWentIn() throws Exception {
        String events = newStream();
        String data = "{\"b\" : 1.50e+3,\"a\":\"\\u0000 é 😀\",\"a\":[ ]}";

        JsonObject appended = Api.object(api().postJson(
                        events, "[{\"type\":\"T\",\"key\":\"k\",\"data\": " + data + "},{\"type\":\"T\",\"data\":1}]"));

        assertThat(appended.getInt("firstOffset")).isZero();
        assertThat(appended.getInt("count")).isEqualTo(2);
        assertThat(api().get(events).body()).contains("\"data\":" + data + ",", "\"nextOffset\":2", "\"head\":1");
        assertThat(api().get(events + "?key=k").body()).contains(data);
        assertThat(api().get(newStream()).statusCode()).isEqualTo(404);
    }

    @Test
    void aStreamIsClosedAndItsOldestEventsGoToTheArchive() throws Exception {
        String stream = "/api/streams/" + newName();
        String events = stream + "/events";
        api().postJson(events, "[{\"type\":\"T\",\"data\":0},{\"type\":\"T\",\"data\":1},{\"type\":\"T\",\"data\":2}]");

        HttpResponse<String> archived = api().postJson(stream + "/archive?below=2", "{\"reason\":\"room\"}");
        assertThat(archived.statusCode()).as(archived.body()).isEqualTo(200);
        assertThat(Api.object(archived).getInt("firstOffset")).isEqualTo(2);
        assertProblem(410, api().get(events + "?from=1"));
        assertThat(api().getObject(stream + "/archive?from=0").getJsonArray("events"))
                .hasSize(2);
        assertThat(api().postJson(stream + "/close", "").statusCode()).isEqualTo(200);
        assertProblem(409, api().postJson(events, "{\"type\":\"T\",\"data\":3}"));
        assertThat(api().postJson(stream + "/reopen", "").statusCode()).isEqualTo(200);
        assertThat(api().getObject("/api/operator-actions?target=" + stream.substring("/api/".length()))
                        .getJsonArray("actions"))
                .hasSize(3);
    }

    @Test
    void aLongBodyIsTaken() throws Exception {
        String line = "{\"type\":\"T\",\"data\":\"" + "x".repeat(100_000) + "\"}\n";
        int lines = LONG_BODY / line.length() + 1;

        HttpResponse<String> answer =
                api().post(newStream(), "application/x-ndjson", BodyPublishers.ofString(line.repeat(lines)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(Api.object(answer).getInt("count")).isEqualTo(lines);
    }

    @Test
    @ToItself
    void aProjectionPausesGoesOnAndIsRebuilt() throws Exception {
        long before = added();
        JsonObject paused = Api.object(api().postJson(STATISTICS + "/pause", "{\"reason\":\"stock-taking\"}"));
        assertThat(paused.getString("explanation")).contains("stock-taking");
        addUser();
        assertThat(api().getObject(STATISTICS).getInt("usersAdded")).isEqualTo((int) before);

        assertThat(api().postJson(STATISTICS + "/resume", "").statusCode()).isEqualTo(200);
        JsonObject after = Waiting.until(api(), STATISTICS, s -> s.getInt("usersAdded") == before + 1);

        assertThat(api().postJson(STATISTICS + "/rebuild", "").statusCode()).isIn(200, 202);
        Waiting.untilCaughtUp(api(), "user-statistics", after.getInt("lastOffset"));
        assertThat(api().getObject(STATISTICS)).isEqualTo(after);
    }

    @Test
    @ToItself
    void aProjectionIsRebuiltBesideAndSwitchedByItself() throws Exception {
        addUser();
        long before = added();

        HttpResponse<String> begun =
                api().postJson(STATISTICS + "/rebuild", "{\"mode\":\"beside\",\"autoSwitch\":true}");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        Waiting.until(api(), STATISTICS + "/rebuild", s -> s.getString("state").equals("Switched"));
        assertThat(added()).isEqualTo(before);
        assertThat(api().postJson(STATISTICS + "/rebuild/finish", "").statusCode())
                .isEqualTo(200);
        addUser();
        assertThat(added()).isEqualTo(before + 1);
    }

    @Test
    @ToItself
    void aProjectionRunsInSegmentsOnThisNode() throws Exception {
        String loans = "/api/projections/loan-applications";
        assertThat(api().postJson(loans + "/split", "{\"segments\":3}").statusCode())
                .isEqualTo(200);
        Waiting.until(api(), loans, s -> s.toString().contains("\"segments\":["));
        api().postJson("/api/streams/LoanApplications/events", "{\"type\":\"A_ACCEPTED\",\"key\":\"a\",\"data\":{}}");
        JsonObject live =
                Waiting.until(api(), loans, s -> s.getInt("lag") == 0 && s.getInt("lastProcessedOffset") >= 0);
        assertThat(live.getString("owner")).isNotBlank();
        assertThat(api().postJson(loans + "/split", "{\"segments\":1}").statusCode())
                .isEqualTo(200);
        Waiting.until(api(), loans, s -> !s.toString().contains("\"segments\":["));
        assertProblem(400, api().postJson(loans + "/split", "{\"segments\":65}"));
    }

    @Test
    @ToItself
    void aSagaFulfilsAnOrder() throws Exception {
        int before = inStock();
        String order = "ORD-" + UUID.randomUUID();

        JsonObject ended = Waiting.untilEnded(api(), startOrder(order, false));

        assertThat(ended.getString("state")).isEqualTo("Completed");
        assertThat(ended.getString("correlationId")).isEqualTo(order);
        assertThat(ended.getString("progress")).isEqualTo("3/3");
        assertThat(api().getObject("/api/orders/" + order))
                .isEqualTo(Api.parse("{\"orderId\":\"" + order + "\",\"reserved\":[{\"productId\":\"PROD-123\","
                        + "\"quantity\":2}],\"payment\":\"authorized\",\"shipment\":\"created\"}"));
        assertThat(inStock()).isEqualTo(before - 2);
        assertProblem(409, api().postJson("/api/sagas/" + ended.getString("sagaId") + "/cancel", ""));
    }

    @Test
    @ToItself
    void aSagaWhosePaymentFailsLeavesNothing() throws Exception {
        int before = inStock();
        String order = "ORD-" + UUID.randomUUID();

        JsonObject ended = Waiting.untilEnded(api(), startOrder(order, true));

        assertThat(ended.getString("state")).isEqualTo("Compensated");
        assertThat(ended.getString("errorMessage")).isEqualTo("Payment authorization failed: Insufficient funds");
        assertThat(api().getObject("/api/orders/" + order))
                .isEqualTo(Api.parse(
                        "{\"orderId\":\"" + order + "\",\"reserved\":[],\"payment\":\"none\",\"shipment\":\"none\"}"));
        assertThat(inStock()).isEqualTo(before);
        assertThat(api().getObject("/api/sagas?state=Compensated&correlationId=" + order)
                        .getJsonArray("sagas"))
                .hasSize(1);
    }

    @Test
    void aSubscriberOfTheHubCatchesUpAndGoesOnLive() throws Exception {
        String stream = newName();
        appendTo(stream, "0", "1");
        try (var listener = new HubListener(api())) {
            listener.subscribe(stream, 1);
            assertThat(listener.events(1).get(0).getInt("offset")).isEqualTo(1);

            appendTo(stream, "{\"b\" : 1.50e+3}");

            JsonObject live = listener.events(2).get(1);
            assertThat(live.getInt("offset")).isEqualTo(2);
            assertThat(live.getString("eventType")).isEqualTo("T");
            assertThat(live.getJsonObject("data").getInt("b")).isEqualTo(1500);
            assertThat(listener.firstOp()).isEqualTo("confirmed");
        }
    }

    @Test
    void aStreamIsServerSentEventsToo() throws Exception {
        String stream = newName();
        String events = eventsOf(stream);
        appendTo(stream, "0", "1");
        try (var client = new EventStream(api(), events + "?from=1")) {
            client.events(1);
            appendTo(stream, "{\"b\" : 1.50e+3}");
            assertThat(client.events(2).get(1).getJsonObject("data").getInt("b"))
                    .isEqualTo(1500);
            client.await("id: 2");
        }
        appendTo(stream, "3");
        try (var client = new EventStream(api(), events + "?from=1", "Last-Event-ID", "2")) {
            assertThat(client.events(1).get(0).getInt("offset")).isEqualTo(3);
            assertThat(client.contentType()).startsWith("text/event-stream");
        }
        assertProblem(400, api().get(events + "?from=x", "Accept", "text/event-stream"));
        assertThat(api().getObject(events).getJsonArray("events")).hasSize(4);
    }

    @Test
    @ToItself
    void badInputIsRefusedFieldByField() throws Exception {
        HttpResponse<String> answer = api().postJson("/api/users", "{\"name\":\"\",\"email\":\"nobody\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Api.object(answer).getJsonArray("violations").getValuesAs(v -> v.asJsonObject()
                        .getString("field")))
                .containsExactly("name", "email");
    }

    /** Every refusal is ours, none is an error page of the server's. */
    @Test
    void whatCannotBeAnsweredIsAProblemToo() throws Exception {
        assertProblem(404, api().get("/api/nothing"));
        assertProblem(404, api().get("/api/projections/nothing/status"));
        assertProblem(405, api().delete("/api/projections"));
        assertProblem(415, api().post(newStream(), "text/plain", BodyPublishers.ofString("Ada")));
        assertProblem(400, api().postJson(newStream(), "{\"type\":"));
    }

    protected final String addUser() throws Exception {
        HttpResponse<String> answer = api().postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Api.object(answer).getString("userId");
    }

    private void appendTo(String stream, String... data) throws Exception {
        for (String one : data) {
            assertThat(api().postJson(eventsOf(stream), "{\"type\":\"T\",\"data\":" + one + "}")
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    /** The saga's id. */
    private String startOrder(String order, boolean paymentFails) throws Exception {
        HttpResponse<String> answer = api().postJson(
                        ORDERS,
                        "{\"orderId\":\"" + order
                                + "\",\"items\":[{\"productId\":\"PROD-123\",\"productName\":\"Widget\","
                                + "\"quantity\":2,\"price\":49.99}],\"amount\":99.98,\"shippingAddress\":"
                                + "\"123 Main St, City, ST 12345\",\"simulatePaymentFailure\":" + paymentFails + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Api.object(answer).getString("sagaId");
    }

    private int inStock() throws Exception {
        return api().getObject("/api/inventory/PROD-123").getInt("inStock");
    }

    /** Users added, by a read model that has caught up. */
    protected final long added() throws Exception {
        HttpResponse<String> users = api().get(USERS + "?limit=1");
        if (users.statusCode() == 200) {
            Waiting.untilCaughtUp(api(), "user-statistics", Api.object(users).getInt("head"));
        }
        return api().getObject(STATISTICS).getInt("usersAdded");
    }

    private static String newStream() {
        return eventsOf(newName());
    }

    private static String eventsOf(String stream) {
        return "/api/streams/" + stream + "/events";
    }
}
