package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.headrace.it.gateway.Fault;
import org.headrace.it.gateway.PaymentGateway;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A payment gateway that outlives the server: {@code kill -9} between a call's effect and the checkpoint that would tell of
 * it. The saga goes on, and money was taken, or given back, once.
 */
class SagaGatewayIT {

    /** The step whose turn it is; ReserveInventory stands before it. */
    private static final int CHARGE = 1;

    private static final int DELIVERED = 3;

    private static Path directory;
    private static PaymentGateway gateway;
    private static HeadraceProcess server;

    private final String order = "ORD-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        directory = Places.newDirectory("saga-gateway");
        gateway = PaymentGateway.start();
        server = startServer();
    }

    @AfterAll
    static void stop() {
        server.close();
        gateway.close();
    }

    @Test
    void killedBetweenChargeAndCheckpointTheCardIsChargedOnce() throws Exception {
        Fault answer = gateway.next("POST", Fault.heldAfterEffect());
        String saga = startCheckout("card-4242");
        answer.awaitFired();
        assertThat(gateway.charges(key(saga))).isEqualTo(1);

        killAt(saga, "Running", CHARGE);
        answer.letGo();
        server = startServer();

        JsonObject status = untilItAwaitsDelivery(saga);
        assertThat(status.getJsonObject("data").getString("chargeId")).isEqualTo("ch-" + key(saga));
        assertThat(gateway.charges(key(saga))).isEqualTo(1);
        assertThat(gateway.calls("POST", key(saga))).as("charges asked for").isEqualTo(1);
        assertThat(gateway.calls("GET", key(saga))).as("probes").isPositive();
        signalDelivery(saga);
        assertThat(Waiting.untilEnded(server.api(), saga).getString("state")).isEqualTo("Completed");
        assertOrder("created", 1);
    }

    @Test
    void killedBeforeTheChargeTookEffectItIsMadeAfterAllAndOnce() throws Exception {
        Fault call = gateway.next("POST", Fault.heldBeforeEffect());
        String saga = startCheckout("card-4242");
        call.awaitFired();
        assertThat(gateway.charges(key(saga))).isZero();

        killAt(saga, "Running", CHARGE);
        server = startServer();

        untilItAwaitsDelivery(saga);
        assertThat(gateway.calls("POST", key(saga))).isEqualTo(2);
        call.letGo();
        assertThat(gateway.charges(key(saga))).isEqualTo(1);
    }

    @Test
    void killedBetweenRefundAndCheckpointTheCardIsRefundedOnce() throws Exception {
        int before = inStock();
        String saga = startCheckout("card-4242");
        untilItAwaitsDelivery(saga);
        Fault answer = gateway.next("DELETE", Fault.heldAfterEffect());
        assertThat(server.api()
                        .postJson("/api/sagas/" + saga + "/cancel", "{\"reason\":\"changed my mind\"}")
                        .statusCode())
                .isEqualTo(202);
        answer.awaitFired();
        assertThat(gateway.refunds(key(saga))).isEqualTo(1);

        killAt(saga, "Compensating", CHARGE + 1);
        answer.letGo();
        server = startServer();

        assertThat(Waiting.untilEnded(server.api(), saga).getString("state")).isEqualTo("Compensated");
        assertThat(gateway.refunds(key(saga))).isEqualTo(1);
        assertThat(gateway.calls("DELETE", key(saga))).as("refunds asked for").isEqualTo(1);
        assertThat(gateway.charges(key(saga))).isEqualTo(1);
        assertOrder("cancelled", 0);
        assertThat(inStock()).isEqualTo(before);
    }

    @Test
    void aConnectionThatBreaksAfterTheChargeDoesNotChargeTwice() throws Exception {
        Fault drop = gateway.next("POST", Fault.droppedAfterEffect());
        String saga = startCheckout("card-4242");
        drop.awaitFired();

        untilItAwaitsDelivery(saga);
        assertThat(gateway.charges(key(saga))).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesLaterThanTheCallerWaitsDoesNotChargeTwice() throws Exception {
        Fault late = gateway.next("POST", Fault.lateAnswer(Duration.ofSeconds(15)));
        String saga = startCheckout("card-4242");
        late.awaitFired();

        untilItAwaitsDelivery(saga);
        assertThat(gateway.charges(key(saga))).isEqualTo(1);
    }

    @Test
    void aDeclinedCardLeavesNothing() throws Exception {
        int before = inStock();
        String saga = startCheckout("card-0002");

        JsonObject ended = Waiting.untilEnded(server.api(), saga);
        assertThat(ended.getString("state")).isEqualTo("Compensated");
        assertThat(ended.getString("errorMessage")).isEqualTo("Payment failed: the card was declined");
        assertThat(gateway.charges(key(saga))).isZero();
        assertThat(gateway.calls("POST", key(saga))).isEqualTo(1);
        assertOrder("none", 0);
        assertThat(inStock()).isEqualTo(before);
    }

    private static HeadraceProcess startServer() {
        return HeadraceProcess.start(
                directory, "HEADRACE_SAMPLE_GATEWAY=" + gateway.url(), "HEADRACE_CLUSTER_LEASE=PT3S");
    }

    /** That the kill fell before the checkpoint is looked up in what it left, before anything is started again. */
    private static void killAt(String saga, String state, int step) throws SQLException {
        assertThat(server.isAlive()).isTrue();
        server.kill();
        try (Connection connection = server.connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT state, current_step FROM saga_states WHERE saga_id = ?")) {
            query.setString(1, saga);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt("state")).as("state").isEqualTo(state.equals("Running") ? 1 : 3);
                assertThat(row.getInt("current_step")).as("steps completed").isEqualTo(step);
            }
        }
    }

    private String startCheckout(String cardToken) throws Exception {
        HttpResponse<String> answer = server.api()
                .postJson(
                        "/api/sagas/card-checkout/start",
                        """
                        {"orderId":"%s","items":[{"productId":"PROD-456","quantity":1,"price":99.98}],
                        "amount":99.98,"shippingAddress":"123 Main St","cardToken":"%s"}
                        """
                                .formatted(order, cardToken));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Api.object(answer).getString("sagaId");
    }

    private static JsonObject untilItAwaitsDelivery(String saga) {
        return Waiting.until(
                server.api(), "/api/sagas/" + saga + "/status", status -> status.getInt("currentStep") == DELIVERED);
    }

    private static void signalDelivery(String saga) throws Exception {
        HttpResponse<String> answer =
                server.api().postJson("/api/sagas/" + saga + "/signals/Delivered", "{\"signedBy\":\"Ada\"}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
    }

    private void assertOrder(String shipment, int reserved) throws Exception {
        HttpResponse<String> answer = server.api().get("/api/orders/" + order);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Api.object(answer).getString("shipment")).isEqualTo(shipment);
        assertThat(Api.object(answer).getJsonArray("reserved")).hasSize(reserved);
    }

    private static int inStock() throws Exception {
        return server.api().getObject("/api/inventory/PROD-456").getInt("inStock");
    }

    private static String key(String saga) {
        return saga + ":ChargeCard:execute";
    }
}
