package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A trace that comes with a request, wherever it goes. */
@ExtendWith(SharedServer.class)
class TracingIT {

    private final String traceId = UUID.randomUUID().toString().replace("-", "");
    private final String parent = "00-" + traceId + "-00f067aa0ba902b7-01";

    @Test
    void itComesWithThePushOfWhatARequestHasAppended(Api api) throws Exception {
        String stream = "Traced-" + UUID.randomUUID();
        try (var listener = new HubListener(api)) {
            listener.subscribe(stream, 0);
            append(api, stream, "traceparent", parent, "tracestate", "a=b");
            append(api, stream, "traceparent", parent.toUpperCase(java.util.Locale.ROOT), "tracestate", "a=b");

            JsonObject traced = listener.events(2).get(0).getJsonObject("metadata");
            assertThat(traced.getString("traceparent")).isEqualTo(parent);
            assertThat(traced.getString("tracestate")).isEqualTo("a=b");
            assertThat(listener.events(2).get(1).getJsonObject("metadata"))
                    .as("of a header that is not valid")
                    .isEmpty();
        }
    }

    private static void append(Api api, String stream, String... headers) throws Exception {
        assertThat(api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}", headers)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aUsersResourceIsInItToo(Api api) throws Exception {
        String user = Api.object(api.postJson(
                        "/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}", "traceparent", parent))
                .getString("userId");

        assertThat(api.get("/api/streams/UserWorkflow/events?key=" + user).body())
                .contains(parent);
    }

    @Test
    void aSagaThatAnEventStartsAndItsHistoryAreInIt(Api api) throws Exception {
        String order = "ORD-" + UUID.randomUUID();
        String body = "{\"type\":\"CheckoutRequested\",\"key\":\"" + order + "\",\"data\":{\"orderId\":\"" + order
                + "\",\"items\":[{\"productId\":\"PROD-123\",\"productName\":\"Widget\",\"quantity\":1,"
                + "\"price\":49.99}],\"amount\":49.99,\"shippingAddress\":\"1 Main St\",\"cardToken\":\"card-4242\"}}";
        api.postJson("/api/streams/Checkouts/events", body, "traceparent", parent);

        JsonObject saga = Waiting.until(api, "/api/sagas?correlationId=" + order, found -> !found.getJsonArray("sagas")
                        .isEmpty())
                .getJsonArray("sagas")
                .getJsonObject(0);
        String id = saga.getString("sagaId");
        assertThat(saga.getString("traceparent")).contains(traceId).isNotEqualTo(parent);
        String signalled = parent.replace("00f067aa0ba902b7", "00f067aa0ba902b8");
        api.postJson("/api/sagas/" + id + "/signals/Delivered", "{\"signedBy\":\"Ada\"}", "traceparent", signalled);
        Waiting.untilEnded(api, id);

        assertThat(api.getObject("/api/sagas/" + id + "/history").getJsonArray("history"))
                .isNotEmpty()
                .allSatisfy(happening -> assertThat(happening.asJsonObject().getString("traceparent"))
                        .contains(traceId))
                .anySatisfy(happening -> {
                    assertThat(happening.asJsonObject().getString("type")).isEqualTo("SagaSignalled");
                    assertThat(happening.asJsonObject().getString("traceparent"))
                            .isEqualTo(signalled);
                });
        JsonObject told = Waiting.until(api, "/api/streams/Sagas/events?key=" + id, page -> page.toString()
                .contains("SagaCompleted"));
        assertThat(told.getJsonArray("events")).allSatisfy(event -> assertThat(
                        event.asJsonObject().getJsonObject("metadata").getString("traceparent"))
                .contains(traceId));
    }
}
