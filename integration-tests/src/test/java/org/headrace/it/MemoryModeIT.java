package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code HEADRACE_STORE=memory}: the same, with no database at all. */
class MemoryModeIT {

    private static HeadraceProcess server;

    @BeforeAll
    static void start() {
        // Nothing answers there, so that an attempt to connect would be seen.
        server = HeadraceProcess.start(Places.newDirectory("memory"), "HEADRACE_STORE=memory");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void noDatabaseIsStartedAndNoConnectionOpened() throws Exception {
        Path directory = server.dataDirectory();

        assertThat(server.processes().values()).noneMatch(line -> line.contains("postgres"));
        assertThat(Files.exists(directory.resolve("postgresql"))).isFalse();
        assertThat(server.output()).doesNotContain("PSQLException").doesNotContain("Connection refused");
    }

    @Test
    void usersAreAddedRemovedAndCounted() throws Exception {
        Api api = server.api();
        String user = Api.object(api.postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}"))
                .getString("userId");
        assertThat(api.delete("/api/users/" + user).statusCode()).isEqualTo(204);

        Waiting.until(
                api,
                "/api/projections/user-statistics",
                s -> s.getInt("usersAdded") == 1 && s.getInt("usersRemoved") == 1 && s.getInt("lastOffset") == 1);
        assertThat(api.postJson("/api/projections/user-statistics/rebuild", "").statusCode())
                .isIn(200, 202);
        Waiting.untilCaughtUp(api, "user-statistics", 1);
        assertThat(api.getObject("/api/projections/user-statistics").getInt("activeUsers"))
                .isZero();
    }

    @Test
    void ordersAreFulfilledAndUndone() throws Exception {
        Api api = server.api();
        for (boolean fails : new boolean[] {true, false}) {
            String order = "MEM-" + fails;
            String saga = Api.object(api.postJson(
                            "/api/sagas/order-fulfillment/start",
                            """
                            {"orderId":"%s","items":[{"productId":"PROD-789","quantity":1,"price":1}],
                            "amount":1,"shippingAddress":"Somewhere","simulatePaymentFailure":%b}
                            """
                                    .formatted(order, fails)))
                    .getString("sagaId");
            JsonObject ended = Waiting.untilEnded(api, saga);
            assertThat(ended.getString("state")).isEqualTo(fails ? "Compensated" : "Completed");
            if (!fails) {
                assertThat(api.getObject("/api/orders/" + order).getString("shipment"))
                        .isEqualTo("created");
            }
        }
        assertThat(api.getObject("/api/inventory/PROD-789").getInt("inStock")).isZero();
        assertThat(api.getObject("/api/sagas").getJsonArray("sagas")).hasSize(2);
    }

    @Test
    void aSubscriberOfTheHubCatchesUpAndGoesOnLive() throws Exception {
        String events = "/api/streams/Memory/events";
        server.api().postJson(events, "[{\"type\":\"T\",\"data\":0},{\"type\":\"T\",\"data\":1}]");
        try (var listener = new HubListener(server.api())) {
            listener.subscribe("Memory", 0);
            assertThat(listener.events(2).get(1).getInt("offset")).isEqualTo(1);
            server.api().postJson(events, "{\"type\":\"T\",\"data\":2}");
            assertThat(listener.events(3).get(2).getInt("data")).isEqualTo(2);
        }
    }

    @Test
    void theLoanLogGoesInIsProjectedAndComesBackByteForByte() throws Exception {
        LoanChecks.importAll(server.api());
        LoanChecks.readModelHasTheKnownTotals(server.api());
        LoanChecks.everyEventComesBackAsItWentIn(server.api());
    }
}
