package org.headrace.web.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaPage;
import org.junit.jupiter.api.Test;

class SagaJsonTest {

    private static final String NOT_STARTED =
            "{\"sagaId\":\"0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10\",\"sagaName\":\"order-fulfillment\","
                    + "\"correlationId\":\"ORD-001\",\"version\":1,\"state\":\"NotStarted\",\"progress\":\"0/3\","
                    + "\"currentStep\":0,\"totalSteps\":3,\"completedSteps\":[],\"data\":{},"
                    + "\"startedAt\":\"2026-01-31T12:00:00.123456Z\",\"lastUpdated\":\"2026-01-31T12:00:00.123456Z\","
                    + "\"paused\":false,\"explanation\":\"Waits for a worker\"}";

    @Test
    void leavesOutWhatHasNoValue() {
        assertThat(SagaJson.of(Sagas.notStarted())).isEqualTo(NOT_STARTED);
    }

    @Test
    void hasTheShapeThatClientsRelyOnWithDataAsTheTextItIsKeptAs() {
        String json = SagaJson.of(Sagas.withEverything());
        assertThat(JsonText.of(json).isObject()).isTrue();
        assertThat(json)
                .isEqualTo("{\"sagaId\":\"0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10\",\"sagaName\":\"order-fulfillment\","
                        + "\"correlationId\":\"ORD-001\",\"version\":2,\"state\":\"Failed\",\"progress\":\"2/3\","
                        + "\"currentStep\":2,\"totalSteps\":3,"
                        + "\"completedSteps\":[\"ReserveInventory\",\"Authorize\\\"Payment\"],"
                        + "\"data\":{\"orderId\":\"ORD-001\",\"amount\":99.980,\"big\":12345678901234567890,"
                        + "\"x\":{\"b\":1,\"a\":[ ]}},"
                        + "\"startedAt\":\"2026-01-31T12:00:00.123456Z\","
                        + "\"lastUpdated\":\"2026-01-31T12:00:01.123456Z\","
                        + "\"completedAt\":\"2026-01-31T12:00:02.123456Z\",\"paused\":true,"
                        + "\"pause\":{\"by\":\"ann\",\"reason\":\"stock-taking\","
                        + "\"at\":\"2026-01-31T12:00:03.123456Z\"},"
                        + "\"cancellation\":{\"by\":\"bob\",\"reason\":\"\",\"at\":\"2026-01-31T12:00:04.123456Z\"},"
                        + "\"errorMessage\":\"Insufficient\\nfunds\",\"attempts\":3,"
                        + "\"nextAttemptAt\":\"2026-01-31T12:00:05.123456Z\","
                        + "\"deadline\":\"2026-01-31T12:00:06.123456Z\",\"awaited\":\"Approval\","
                        + "\"awaitedUntil\":\"2026-01-31T12:00:07.123456Z\",\"inDoubt\":\"AuthorizePayment\","
                        + "\"explanation\":\"Has failed\"}");
    }

    @Test
    void aPageTellsWhereItGoesOn() {
        assertThat(SagaJson.of(new SagaPage(List.of(), null))).isEqualTo("{\"sagas\":[],\"next\":null}");
        assertThat(SagaJson.of(new SagaPage(List.of(Sagas.notStarted(), Sagas.notStarted()), "a\"b")))
                .isEqualTo("{\"sagas\":[" + NOT_STARTED + "," + NOT_STARTED + "],\"next\":\"a\\\"b\"}");
    }
}
