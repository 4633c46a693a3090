package org.headrace.web.saga;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.json.JsonText;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStateException;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SagaSignalsResourceTest {

    private static final String PATH = "sagas/" + Sagas.ID + "/signals/Approval";

    private final RecordingSagas sagas = new RecordingSagas(Sagas.notStarted());
    private final Edge edge = new Edge(SagaSignalsResource.class, resource());

    @ParameterizedTest
    @ValueSource(strings = {"{\"by\":\"ann\",\"amount\":99.980}", "[1]", "\"yes\"", "true", "null"})
    void anyJsonIsGiven(String body) throws Exception {
        Answer answer = post(body);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Signal Approval given\"}");
        assertThat(sagas.signals).containsExactly(new SagaSignal(Sagas.ID, "Approval", JsonText.of(body), null));
    }

    @Test
    void nothingStandsForNull() throws Exception {
        assertThat(post("").status()).isEqualTo(202);
        assertThat(edge.post(PATH, "").status()).isEqualTo(202);
        assertThat(sagas.signals).allSatisfy(signal -> assertThat(signal.data()).hasToString("null"));
    }

    @Test
    void aKeyThatHadComeBeforeGivesNothing() throws Exception {
        sagas.startsAnew = false;
        Answer answer = edge.post(PATH, "1", "Content-Type", "application/json", "Idempotency-Key", "k");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("given before");
        assertThat(sagas.signals).singleElement().extracting(SagaSignal::key).isEqualTo("k");
    }

    @Test
    void whatIsWrongOrRefusedIsTold() throws Exception {
        assertThat(post("{").status()).isEqualTo(400);
        assertThat(post("{\"a\":\"\\u0000\"}").body()).contains("\"field\":\"body\"");
        assertThat(edge.post(PATH + "x".repeat(100), "").body()).contains("\"field\":\"signal\"");
        assertThat(edge.post(PATH, "", "Idempotency-Key", " ").body()).contains("\"field\":\"key\"");
        assertThat(edge.post("sagas/nobody/signals/Approval", "").status()).isEqualTo(404);
        sagas.refusal = new SagaStateException("It has ended");
        assertThat(post("1").status()).isEqualTo(409);
        assertThat(sagas.signals).isEmpty();
    }

    private Answer post(String body) throws Exception {
        return edge.post(PATH, body, "Content-Type", "application/json");
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private SagaSignalsResource resource() {
        var resource = new SagaSignalsResource();
        resource.sagas = sagas;
        return resource;
    }
}
