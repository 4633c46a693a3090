package org.headrace.web.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.SagaHistory;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaState;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SagaHistoryResourceTest {

    private static final Saga SAGA = new Saga(Sagas.ID, "ORD-001", "order-fulfillment");
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final SagaHappening STARTED = new SagaHappening(
            4, SAGA, SagaHappening.Type.STARTED, AT, SagaState.NOT_STARTED, null, null, null, null, "");

    private final Known history = new Known();
    private final Edge edge = new Edge(SagaHistoryResource.class, resource());

    @Test
    void leavesOutWhatHasNoValue() throws Exception {
        Answer answer = edge.get("sagas/" + Sagas.ID + "/history");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"sagaId\":\"" + Sagas.ID + "\",\"history\":[{\"sequence\":4,\"type\":\"SagaStarted\","
                        + "\"at\":\"2026-01-31T12:00:00.123456Z\",\"state\":\"NotStarted\"}],\"next\":null}");
        assertThat(answer.header("Link")).isEmpty();
        assertThat(history.asked).containsExactly("after 0, 100");
    }

    @Test
    void tellsWhoDidWhatToWhichStepAndWhere() throws Exception {
        history.happenings = List.of(new SagaHappening(
                7,
                SAGA,
                SagaHappening.Type.STEP_FAILED,
                AT,
                SagaState.COMPENSATING,
                new Try("Authorize\"Payment", Direction.COMPENSATE, 2, "id:step:compensate"),
                "no\nanswer",
                new Operator("ann", "seen"),
                new Runner("node-1", 12),
                "more"));
        String body = edge.get("sagas/" + Sagas.ID + "/history").body();
        assertThat(JsonText.of(body).isObject()).isTrue();
        assertThat(body)
                .contains("[{\"sequence\":7,\"type\":\"StepFailed\",\"at\":\"2026-01-31T12:00:00.123456Z\","
                        + "\"state\":\"Compensating\",\"step\":\"Authorize\\\"Payment\",\"direction\":\"compensate\","
                        + "\"attempt\":2,\"idempotencyKey\":\"id:step:compensate\",\"error\":\"no\\nanswer\","
                        + "\"by\":{\"principal\":\"ann\",\"reason\":\"seen\"},\"node\":\"node-1\",\"fence\":12,"
                        + "\"detail\":\"more\"}]");
    }

    @Test
    void goesOnPageByPage() throws Exception {
        history.next = 4L;
        Answer answer = edge.get("sagas/" + Sagas.ID + "/history?after=3&limit=1");
        assertThat(answer.body()).endsWith("\"next\":4}");
        assertThat(answer.header("Link"))
                .startsWith("</api/sagas/" + Sagas.ID + "/history?")
                .contains("after=4", "limit=1")
                .endsWith(">; rel=\"next\"");
        assertThat(history.asked).containsExactly("after 3, 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "after=x", "after=", "after=99999999999999999999", "limit=0"})
    void namesTheParameterThatIsWrong(String query) throws Exception {
        Answer answer = edge.get("sagas/" + Sagas.ID + "/history?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + query.substring(0, query.indexOf('=')) + "\"");
        assertThat(history.asked).isEmpty();
    }

    @Test
    void nobodyHasNone() throws Exception {
        assertThat(edge.get("sagas/nobody/history").status()).isEqualTo(404);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private SagaHistoryResource resource() {
        var resource = new SagaHistoryResource();
        resource.history = history;
        return resource;
    }

    private static final class Known implements SagaHistory {
        final List<String> asked = new ArrayList<>();
        List<SagaHappening> happenings = List.of(STARTED);

        @Nullable
        Long next;

        @Override
        public Page of(String sagaId, long after, int limit) {
            if (!sagaId.equals(Sagas.ID)) {
                throw SagaNotFoundException.id(sagaId);
            }
            asked.add("after " + after + ", " + limit);
            return new Page(happenings, next);
        }
    }
}
