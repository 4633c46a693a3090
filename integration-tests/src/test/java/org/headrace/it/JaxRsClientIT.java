package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The standard's own HTTP client calls everything that there is to call. */
@ExtendWith(SharedServer.class)
class JaxRsClientIT {

    private record Request(String method, String path) {}

    public record User(String name, String email) {}

    public record Added(String userId) {}

    public record Event(String type, String key, Map<String, Object> data) {}

    public record Appended(String stream, long firstOffset, long lastOffset, int count) {}

    public record Item(String productId, int quantity, double price) {}

    public record Order(String orderId, List<Item> items, double amount, String shippingAddress) {}

    public record Started(String sagaId, String correlationId) {}

    public record Reason(String reason) {}

    public record Charge(String orderId, double amount, String cardToken) {}

    private final List<Request> requests = new ArrayList<>();
    private final String stream = "JaxRs-" + UUID.randomUUID();
    private final Client client = ClientBuilder.newClient();
    private WebTarget api;

    @BeforeEach
    void target(HeadraceProcess server) {
        URI base = server.api().base().resolve("/api/");
        ClientRequestFilter noting = request -> requests.add(new Request(
                request.getMethod(), base.relativize(request.getUri()).getPath()));
        api = client.register(noting).target(base);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void everyEndpointAnswersIt() {
        health();
        streams();
        users();
        projections();
        deadLetters();
        sagas();
        gateway();
        assertThat(get("loans/summary")).isNotEmpty();
        assertThat(request("loans/none").get().getStatus()).isEqualTo(404);
        hub();

        assertThat(Endpoint.all()).hasSizeGreaterThan(20).allSatisfy(endpoint -> assertThat(requests)
                .as("requests to %s", endpoint)
                .anyMatch(r -> endpoint.answers(r.method(), r.path())));
    }

    private void hub() {
        assertThat(get("hub")).containsKey("subscriptions");
        assertThat(get("hub/connections").getString("node")).isNotBlank();
        String none = "hub/connections/none";
        assertThat(request(none).get().getStatus()).isEqualTo(404);
        assertThat(request(none).delete().getStatus()).isEqualTo(404);
        for (String operation : List.of("pause", "resume", "close")) {
            assertOperation(404, none + "/subscriptions/" + stream + "/" + operation);
        }
        assertOperation(400, none + "/subscriptions/" + stream + "/rewind");
    }

    private void health() {
        for (String check : List.of("live", "ready", "started")) {
            assertThat(get("health/" + check).getString("status")).isEqualTo("UP");
        }
        assertThat(request("metrics").get(String.class)).contains("headrace_build_info");
        assertThat(request("openapi.yaml").get(String.class)).startsWith("openapi: 3.1");
        assertThat(get("openapi/sample.json").getString("openapi")).startsWith("3.1");
    }

    private void streams() {
        String events = "streams/" + stream + "/events";
        Appended one = request(events)
                .header("expectedOffset", -1)
                .post(Entity.json(new Event("Noted", "k", Map.of("n", 1))), Appended.class);
        Appended two = request(events)
                .post(
                        Entity.json(List.of(
                                new Event("Noted", "k", Map.of("n", 2)), new Event("Noted", "l", Map.of("n", 3)))),
                        Appended.class);
        assertThat(one).isEqualTo(new Appended(stream, 0, 0, 1));
        assertThat(two).isEqualTo(new Appended(stream, 1, 2, 2));
        JsonObject page = api.path(events)
                .queryParam("from", 1)
                .queryParam("key", "k")
                .request()
                .get(JsonObject.class);
        assertThat(page.getJsonArray("events")).hasSize(1);
        assertThat(get("streams/" + stream).getInt("head")).isEqualTo(2);
        assertThat(get("streams").getJsonArray("streams")).isNotEmpty();
        for (String operation : List.of("archive?below=2", "close", "reopen")) {
            assertOperation(200, "streams/" + stream + "/" + operation);
        }
        assertThat(get("streams/" + stream + "/archive").getJsonArray("events")).hasSize(2);
        assertThat(get("streams/" + stream).getInt("firstOffset")).isEqualTo(2);
        try (Response conflict =
                request(events).header("expectedOffset", 0).post(Entity.json(new Event("Noted", "k", Map.of())))) {
            assertThat(conflict.getStatus()).isEqualTo(409);
            assertThat(conflict.readEntity(JsonObject.class).getString("type")).startsWith("urn:headrace:problem:");
        }
    }

    private void users() {
        Added user = request("users").post(Entity.json(new User("Ada", "ada@example.org")), Added.class);
        try (Response removed = request("users/" + user.userId()).delete()) {
            assertThat(removed.getStatus()).isEqualTo(204);
        }
        assertThat(get("projections/user-statistics").getInt("usersAdded")).isNotNegative();
    }

    private void projections() {
        assertThat(get("projections").getJsonArray("projections")).isNotEmpty();
        assertThat(get("projections/loan-applications").getString("name")).isEqualTo("loan-applications");
        assertThat(get("projections/user-statistics/status").getString("name")).isEqualTo("user-statistics");
        assertOperation(200, "projections/loan-applications/pause");
        assertOperation(200, "projections/loan-applications/resume");
        assertOperation(202, "projections/loan-applications/rebuild");
        assertOperation(400, "projections/loan-applications/split");
        assertOperation(409, "projections/loan-applications/retry");
        assertOperation(409, "projections/loan-applications/skip");
        assertThat(get("projections/loan-applications/audit")).isNotEmpty();
        assertThat(get("projections/loan-applications/rebuild").getString("state"))
                .isNotEmpty();
        assertOperation(409, "projections/loan-applications/snapshots");
        assertThat(get("projections/loan-applications/snapshots").getJsonArray("snapshots"))
                .isEmpty();
        for (String operation : List.of("parity", "switch", "cancel", "resume", "rollback", "finish")) {
            assertOperation(409, "projections/loan-applications/rebuild/" + operation);
        }
        JsonObject paused = api.path("operator-actions")
                .queryParam("target", "projections/loan-applications")
                .request()
                .get(JsonObject.class);
        assertThat(paused.getJsonArray("actions")).isNotEmpty();
    }

    private void deadLetters() {
        String letters = "projections/loan-applications/dead-letters";
        assertThat(get(letters).getJsonArray("deadLetters")).isEmpty();
        assertThat(get(letters + "/causes").getJsonArray("causes")).isEmpty();
        assertThat(request(letters + "/LoanApplications/0").get().getStatus()).isEqualTo(404);
        assertOperation(404, letters + "/LoanApplications/0/retry");
        assertOperation(404, letters + "/LoanApplications/0/skip");
        for (String many : List.of("/retry", "/skip")) {
            assertOperation(400, letters + many);
            JsonObject touched =
                    request(letters + many).post(Entity.json(Map.of("all", true, "dryRun", true)), JsonObject.class);
            assertThat(touched.getInt("letters")).isZero();
        }
    }

    private void sagas() {
        var order = new Order("ORD-" + UUID.randomUUID(), List.of(new Item("PROD-123", 1, 1)), 1, "Somewhere");
        Started saga = request("sagas/order-fulfillment/start").post(Entity.json(order), Started.class);
        String path = "sagas/" + saga.sagaId();
        assertThat(saga.correlationId()).isEqualTo(order.orderId());
        JsonObject status = get(path + "/status");
        while (!status.getString("state").equals("Completed")) {
            assertThat(status.getString("state")).isIn("NotStarted", "Running");
            status = get(path + "/status");
        }
        for (String operation : List.of("pause", "resume", "cancel", "retry")) {
            assertOperation(409, path + "/" + operation);
        }
        decisions(path);
        JsonObject found = api.path("sagas")
                .queryParam("correlationId", order.orderId())
                .request()
                .get(JsonObject.class);
        assertThat(found.getJsonArray("sagas")).hasSize(1);
        assertThat(get("sagas/definitions").getJsonArray("definitions")).isNotEmpty();
        assertThat(get("orders/" + order.orderId()).getString("payment")).isEqualTo("authorized");
        assertThat(get("inventory/PROD-123").getInt("inStock")).isPositive();
    }

    private void gateway() {
        String key = "JaxRs-" + UUID.randomUUID();
        JsonObject made = request("gateway/charges")
                .header("Idempotency-Key", key)
                .post(Entity.json(new Charge("ORD-1", 9.99, "card-4242")), JsonObject.class);
        assertThat(get("gateway/charges/" + key)).isEqualTo(made);
        JsonObject refunded = request("gateway/charges/" + key).delete(JsonObject.class);
        assertThat(refunded.getString("chargeId")).isEqualTo(made.getString("chargeId"));
    }

    private void decisions(String path) {
        assertRefused(409, path + "/undone", Map.of("step", "ShipOrder", "reason", "a test"));
        assertRefused(409, path + "/edit", Map.of("data", Map.of("amount", 1)));
        assertRefused(409, path + "/settle", Map.of("happened", true, "reason", "a test"));
        assertRefused(409, path + "/signals/Approval", Map.of("by", "ann"));
        assertThat(get(path + "/cancel-preview").getString("refusal")).contains("has ended");
        JsonObject history = get(path + "/history");
        assertThat(history.getJsonArray("history").getJsonObject(0).getString("type"))
                .isEqualTo("SagaStarted");
        for (String action : List.of("retry", "cancel")) {
            assertOperation(400, "sagas/bulk/" + action);
            try (Response answer = api.path("sagas/bulk/" + action)
                    .queryParam("name", "order-fulfillment")
                    .queryParam("dryRun", true)
                    .request()
                    .post(Entity.json(new Reason("a test")))) {
                assertThat(answer.getStatus()).as(action).isEqualTo(200);
                assertThat(answer.readEntity(JsonObject.class).getBoolean("dryRun"))
                        .isTrue();
            }
        }
    }

    private void assertRefused(int status, String path, Map<String, ?> body) {
        try (Response answer = request(path).post(Entity.json(body))) {
            assertThat(answer.getStatus()).as(path).isEqualTo(status);
            assertThat(answer.readEntity(JsonObject.class).getString("type")).startsWith("urn:headrace:problem:saga-");
        }
    }

    private void assertOperation(int status, String path) {
        try (Response answer = request(path).post(Entity.json(new Reason("a test")))) {
            assertThat(answer.getStatus()).as(path).isEqualTo(status);
            assertThat(answer.readEntity(JsonObject.class)).isNotEmpty();
        }
    }

    private JsonObject get(String path) {
        return request(path).get(JsonObject.class);
    }

    /** @param path may end in a query of one parameter */
    private Invocation.Builder request(String path) {
        int query = path.indexOf('?');
        int equals = path.indexOf('=');
        return query < 0
                ? api.path(path).request()
                : api.path(path.substring(0, query))
                        .queryParam(path.substring(query + 1, equals), path.substring(equals + 1))
                        .request();
    }
}
