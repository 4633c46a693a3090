package org.headrace.it.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.headrace.it.Waiting;

/** The example's saga of orders: reserve goods, authorize the payment, ship. */
final class Orders {

    static final int QUANTITY = 2;

    private Orders() {}

    /** Starts one; its saga's id. */
    static String start(Member at) throws Exception {
        return at.startSaga(
                "order-fulfillment",
                "{\"orderId\":\"ORD-" + UUID.randomUUID() + "\",\"items\":[{\"productId\":\"PROD-123\",\"quantity\":"
                        + QUANTITY + ",\"price\":49.99}],\"amount\":99.98,\"shippingAddress\":\"123 Main St\"}");
    }

    static void awaitReserved(Member at, String sagaId) {
        Waiting.until(at.api(), "/api/sagas/" + sagaId + "/status", saga -> saga.getInt("currentStep") == 1);
    }

    /** Waits until it is completed; which node completed each of its steps, in their order. */
    static Map<String, String> completedBy(Member at, String sagaId) throws Exception {
        assertThat(Waiting.untilEnded(at.api(), sagaId).getString("state")).isEqualTo("Completed");
        Map<String, String> nodes = new LinkedHashMap<>();
        for (JsonObject entry : at.api()
                .getObject("/api/sagas/" + sagaId + "/history")
                .getJsonArray("history")
                .getValuesAs(JsonObject.class)) {
            if (entry.getString("type").equals("StepCompleted")) {
                assertThat(nodes.put(entry.getString("step"), entry.getString("node", "")))
                        .as("%s is completed once", entry)
                        .isNull();
            }
        }
        return nodes;
    }
}
