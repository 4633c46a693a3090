package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The stretch of the walk that leads through the checkout and the example's gateway. */
abstract class CheckoutWalk {

    private static final String CHARGES = "/api/gateway/charges";

    /** Headrace, deployed, and told that the example's gateway is its own. */
    protected abstract Api api();

    @Test
    @ToItself
    void aCheckoutThatAnEventStartsChargesTheCardAndWaitsForTheDelivery() throws Exception {
        String order = requestCheckout();
        JsonObject waiting = untilItAwaitsDelivery(order);
        String saga = waiting.getString("sagaId");
        String charge = CHARGES + "/" + saga + ":ChargeCard:execute";
        assertThat(waiting.getString("sagaName")).isEqualTo("card-checkout");
        assertThat(api().getObject(charge).getString("status")).isEqualTo("charged");

        HttpResponse<String> signal =
                api().postJson("/api/sagas/" + saga + "/signals/Delivered", "{\"signedBy\":\"Ada\"}");

        assertThat(signal.statusCode()).as(signal.body()).isIn(200, 202);
        JsonObject ended = Waiting.untilEnded(api(), saga);
        assertThat(ended.getString("state")).isEqualTo("Completed");
        assertThat(ended.getJsonObject("data").getJsonObject("Delivered").getString("signedBy"))
                .isEqualTo("Ada");
        assertThat(api().getObject(charge).getString("status")).isEqualTo("charged");
    }

    @Test
    @ToItself
    void aCheckoutThatIsCancelledRefundsTheCard() throws Exception {
        String saga = untilItAwaitsDelivery(requestCheckout()).getString("sagaId");

        assertThat(api().postJson("/api/sagas/" + saga + "/cancel", "").statusCode())
                .isEqualTo(202);

        assertThat(Waiting.untilEnded(api(), saga).getString("state")).isEqualTo("Compensated");
        assertThat(api().getObject(CHARGES + "/" + saga + ":ChargeCard:execute").getString("status"))
                .isEqualTo("refunded");
    }

    @Test
    @ToItself
    void theExamplesGatewayChargesAKeyOnce() throws Exception {
        String key = newName();
        String charge = "{\"orderId\":\"ORD-1\",\"amount\":99.98,\"cardToken\":\"card-4242\"}";

        HttpResponse<String> first = charge(charge, key);
        HttpResponse<String> again = charge(charge, key);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        assertThat(Api.object(again)).isEqualTo(Api.object(first));
        assertRefused(409, charge(charge.replace("ORD-1", "ORD-2"), key));
        assertRefused(402, charge(charge.replace("4242", "0002"), newName()));
        assertProblem(400, api().postJson(CHARGES, charge));
        assertProblem(400, charge("{\"orderId\":\"ORD-1\",\"amount\":-1}", newName()));
        assertProblem(404, api().get(CHARGES + "/" + newName()));
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> refund = api().delete(CHARGES + "/" + key);
            assertThat(refund.statusCode()).as(refund.body()).isEqualTo(200);
            assertThat(Api.object(refund).getString("status")).isEqualTo("refunded");
        }
        assertRefused(409, charge(charge, key));
    }

    /** Appends the event that asks for it. The order's id. */
    private String requestCheckout() throws Exception {
        String order = "ORD-" + UUID.randomUUID();
        HttpResponse<String> answer = api().postJson(
                        "/api/streams/Checkouts/events",
                        "{\"type\":\"CheckoutRequested\",\"data\":{\"orderId\":\"" + order
                                + "\",\"items\":[{\"productId\":\"PROD-456\",\"quantity\":1,\"price\":99.98}],"
                                + "\"amount\":99.98,\"shippingAddress\":\"123 Main St\",\"cardToken\":\"card-4242\"}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return order;
    }

    /** Until the saga of the order waits to hear that the goods have arrived; its status. */
    private JsonObject untilItAwaitsDelivery(String order) throws Exception {
        return Waiting.until(api(), "/api/sagas?correlationId=" + order, page -> page.getJsonArray("sagas").stream()
                        .anyMatch(saga -> saga.asJsonObject().getInt("currentStep") == 3))
                .getJsonArray("sagas")
                .getJsonObject(0);
    }

    private HttpResponse<String> charge(String charge, String key) throws Exception {
        return api().postJson(CHARGES, charge, "Idempotency-Key", key);
    }

    static String newName() {
        return "W-" + UUID.randomUUID();
    }

    static void assertProblem(int status, HttpResponse<String> answer) {
        assertRefused(status, answer);
        assertThat(Api.object(answer).getString("type")).startsWith("urn:headrace:problem:");
    }

    /** By a resource of the example, whose kinds of problem are not Headrace's. */
    private static void assertRefused(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    }
}
