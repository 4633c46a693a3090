package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} while hundreds of sagas run, and again while they are taken up: each one that was acknowledged ends as
 * it should, with its effects there once, or undone once. Every third one is made to fail.
 */
class SagaCrashIT {

    private static final int SAGAS = 400;
    private static final int CALLERS = 8;
    private static final int STOCK = 1_000_000;

    /** A few, so that many sagas are still under way when the last is acknowledged. */
    private static final String FEW_WORKERS = "HEADRACE_SAGA_WORKERS=2";

    private static final int MANY = 50;

    /** The number of a saga by its id. */
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

    @Test
    void everyAcknowledgedSagaEndsAsItShouldWithItsEffectsOnce() throws Exception {
        Path directory = Places.newDirectory("saga-crash");
        try (HeadraceProcess server = HeadraceProcess.start(directory, FEW_WORKERS)) {
            List<Thread> callers = startCallers(server.api());
            Awaitility.await("sagas acknowledged, and the first ended")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> acknowledged.size() >= SAGAS && ended(server) > 0);
            killWhileSagasRun(server);
            for (Thread caller : callers) {
                caller.join();
            }
        }
        try (HeadraceProcess server = HeadraceProcess.start(directory, FEW_WORKERS)) {
            killWhileSagasRun(server);
        }
        try (HeadraceProcess server = HeadraceProcess.start(directory)) {
            awaitAllEnded(server);
            for (Map.Entry<String, Integer> saga : acknowledged.entrySet()) {
                assertEndedAsItShould(server.api(), saga.getKey(), saga.getValue());
            }
            assertEffectsAgreeWithStates(server);
        }
    }

    /** That the kill fell among running sagas is looked up in what it left, before anything is started again. */
    private static void killWhileSagasRun(HeadraceProcess server) throws Exception {
        assertThat(server.isAlive()).isTrue();
        HeadraceProcess.signal("KILL", server.pid());
        server.awaitExit();
        assertThat(number(server, "SELECT count(*) FROM saga_states WHERE state IN (0, 1, 3)"))
                .as("sagas under way when the server was killed")
                .isGreaterThan(MANY);
        assertThat(ended(server)).as("sagas that had ended").isPositive();
    }

    private static long ended(HeadraceProcess server) throws SQLException {
        return number(server, "SELECT count(*) FROM saga_states WHERE state IN (2, 4)");
    }

    private static void awaitAllEnded(HeadraceProcess server) {
        Awaitility.await("all sagas ended")
                .atMost(Duration.ofMinutes(2))
                .until(() -> number(server, "SELECT count(*) FROM saga_states WHERE state IN (0, 1, 3)") == 0);
    }

    private static void assertEndedAsItShould(Api api, String sagaId, int number) throws Exception {
        JsonObject status = api.getObject("/api/sagas/" + sagaId + "/status");
        JsonObject order = api.getObject("/api/orders/" + orderId(number));
        boolean fails = fails(number);
        assertThat(status.getString("state")).as(sagaId).isEqualTo(fails ? "Compensated" : "Completed");
        assertThat(status.getString("correlationId")).isEqualTo(orderId(number));
        assertThat(order.getString("payment")).isEqualTo(fails ? "none" : "authorized");
        assertThat(order.getString("shipment")).isEqualTo(fails ? "none" : "created");
        assertThat(order.getJsonArray("reserved")).hasSize(fails ? 0 : 1);
        if (!fails) {
            assertThat(order.getJsonArray("reserved").getJsonObject(0).getInt("quantity"))
                    .isEqualTo(quantity(number));
        }
    }

    /** Of all sagas, the few that were stored but never acknowledged included. */
    private static void assertEffectsAgreeWithStates(HeadraceProcess server) throws Exception {
        assertThat(number(server, "SELECT count(*) FROM saga_states")).isGreaterThanOrEqualTo(SAGAS);
        assertThat(number(server, "SELECT count(*) FROM saga_work")).isZero();
        assertThat(number(server, "SELECT in_stock FROM inventory WHERE product_id = 'PROD-123'"))
                .as("stock")
                .isEqualTo(STOCK
                        - number(
                                server,
                                "SELECT coalesce(sum((data->'items'->0->>'quantity')::int), 0)"
                                        + " FROM saga_states WHERE state = 2"));
        assertThat(number(server, "SELECT count(*) FROM payments"))
                .as("payments")
                .isEqualTo(number(server, "SELECT count(*) FROM saga_states WHERE state = 2"));
        assertThat(number(server, "SELECT count(*) FROM shipments"))
                .as("shipments")
                .isEqualTo(number(server, "SELECT count(*) FROM saga_states WHERE state = 2"));
    }

    private List<Thread> startCallers(Api api) {
        var next = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> startSagas(api, next), "caller-" + i);
            caller.start();
            callers.add(caller);
        }
        return callers;
    }

    /** Until the server is gone. */
    private void startSagas(Api api, AtomicInteger next) {
        try {
            while (acknowledged.size() < 2 * SAGAS) {
                int number = next.getAndIncrement();
                HttpResponse<String> answer = api.postJson("/api/sagas/order-fulfillment/start", order(number));
                if (answer.statusCode() == 202) {
                    acknowledged.put(Api.object(answer).getString("sagaId"), number);
                }
            }
        } catch (IOException e) {
            // The server is being killed; what was not acknowledged may or may not be there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String order(int number) {
        return """
               {"orderId":"%s","items":[{"productId":"PROD-123","productName":"Widget","quantity":%d,"price":49.99}],
               "amount":99.98,"shippingAddress":"123 Main St","simulatePaymentFailure":%b}
               """
                .formatted(orderId(number), quantity(number), fails(number));
    }

    private static String orderId(int number) {
        return "CRASH-" + number;
    }

    private static int quantity(int number) {
        return 1 + number % 5;
    }

    private static boolean fails(int number) {
        return number % 3 == 0;
    }

    private static long number(HeadraceProcess server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).as(sql).isTrue();
            return result.getLong(1);
        }
    }
}
