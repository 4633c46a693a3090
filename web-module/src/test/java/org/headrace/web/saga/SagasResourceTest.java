package org.headrace.web.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaQuery.Started;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SagasResourceTest {

    private static final String JSON = "application/json";

    private final RecordingSagas sagas = new RecordingSagas(Sagas.withEverything());
    private final RecordingDecisions decisions = new RecordingDecisions(sagas.known);
    private final Edge edge = new Edge(SagasResource.class, resource());

    @Test
    void startsWithTheDataAndAnswersWhereToLook() throws Exception {
        Answer answer = start("{\"orderId\":\"ORD-001\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/sagas/" + Sagas.ID + "/status");
        assertThat(answer.body()).isEqualTo("{\"sagaId\":\"" + Sagas.ID + "\",\"correlationId\":\"ORD-001\"}");
        assertThat(sagas.starts).singleElement().satisfies(start -> {
            assertThat(start.name()).isEqualTo("order-fulfillment");
            assertThat(start.data()).hasToString("{\"orderId\":\"ORD-001\"}");
            assertThat(start.correlationId()).isNull();
            assertThat(start.businessKey()).isNull();
        });
    }

    @Test
    void takesTheCorrelationIdFromTheQueryAndTheBusinessKeyFromTheHeader() throws Exception {
        edge.post(
                "sagas/order-fulfillment/start?correlationId=c%201", "", "Content-Type", JSON, "Idempotency-Key", "k");
        assertThat(sagas.starts)
                .singleElement()
                .extracting(SagaStart::correlationId, SagaStart::businessKey)
                .containsExactly("c 1", "k");
    }

    @Test
    void aSagaThatWasThereAlreadyIsNoNewOne() throws Exception {
        sagas.startsAnew = false;
        Answer answer = start("{}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains(Sagas.ID);
    }

    @Test
    void aBodyThatIsNoObjectStartsNothing() throws Exception {
        assertProblem(start("[]"), 400, "invalid-input").contains("\"field\":\"body\"");
        assertProblem(start("{"), 400, "invalid-json");
        assertProblem(
                        edge.post("sagas/order-fulfillment/start?correlationId=%20", "{}", "Content-Type", JSON),
                        400,
                        "invalid-input")
                .contains("\"field\":\"correlationId\"");
        assertThat(edge.post("sagas/order-fulfillment/start", "{}", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(sagas.starts).isEmpty();
    }

    @Test
    void whatTheOrchestratorRefusesIsTold() throws Exception {
        sagas.refusal = SagaNotFoundException.definition("order-fulfillment");
        assertProblem(start("{}"), 404, "saga-not-found").contains("order-fulfillment");
        sagas.refusal = new SagaStateException("The key k is taken");
        assertProblem(start("{}"), 409, "saga-state").contains("The key k is taken");
        assertProblem(act("cancel", ""), 409, "saga-state");
    }

    @Test
    void showsOne() throws Exception {
        Answer answer = edge.get("sagas/" + Sagas.ID + "/status");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(JSON);
        assertThat(answer.body()).isEqualTo(SagaJson.of(sagas.known));
        assertProblem(edge.get("sagas/nobody/status"), 404, "saga-not-found").contains("nobody");
    }

    @ParameterizedTest
    @CsvSource({"pause, 200", "resume, 200", "cancel, 202", "retry, 202"})
    void anActionIsDoneInTheCallersNameForTheReasonGiven(String action, int status) throws Exception {
        Answer named = edge.call(
                "POST",
                "sagas/" + Sagas.ID + "/" + action,
                () -> "ann",
                "{\"reason\":\"stock-taking\"}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                JSON);
        assertThat(named.status()).isEqualTo(status);
        assertThat(named.body())
                .isEqualTo(
                        action.equals("cancel")
                                ? "{\"message\":\"Saga cancellation initiated\"}"
                                : SagaJson.of(sagas.known));
        assertThat(act(action, "").status()).isEqualTo(status);
        assertThat(sagas.actions).containsExactly(action + " by ann: stock-taking", action + " by anonymous: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "cancel", "retry"})
    void anActionWithAWrongReasonOrOnAnUnknownSagaDoesNothing(String action) throws Exception {
        assertProblem(act(action, "{\"reason\":5}"), 400, "invalid-input").contains("\"field\":\"reason\"");
        assertProblem(edge.post("sagas/nobody/" + action, ""), 404, "saga-not-found");
        assertThat(sagas.actions).isEmpty();
    }

    @Test
    void tellsWhatACancelWouldUndo() throws Exception {
        assertThat(edge.get("sagas/" + Sagas.ID + "/cancel-preview").body())
                .isEqualTo("{\"sagaId\":\"" + Sagas.ID + "\",\"undone\":[\"B\",\"A\"],\"skipped\":[\"A\"],"
                        + "\"underWay\":null,\"refusal\":\"has ended\"}");
        assertProblem(edge.get("sagas/nobody/cancel-preview"), 404, "saga-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "undone | {'step':'B','reason':'by hand'}                           | undone B by ann: by hand",
                "edit   | {'data':{'a':1,'b':null},'reason':'typo'}                 | edit {'a':1,'b':null} by ann: typo",
                "edit   | {}                                                        | edit {} by ann: ''",
                "settle | {'happened':true,'data':{'charge':'ch1'},'reason':'seen'} | settle true {'charge':'ch1'} by ann: seen",
                "settle | {'happened':false,'data':null,'reason':'seen'}            | settle false {} by ann: seen"
            })
    void aDecisionIsTakenInTheCallersName(String decision, String body, String taken) throws Exception {
        Answer answer = decide(decision, body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo(SagaJson.of(sagas.known));
        assertThat(decisions.taken).containsExactly(taken.replace("''", "").replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "undone | {'reason':'x'}              | step",
                "undone | {'step':5,'reason':'x'}     | step",
                "undone | {'stepp':'A'}               | stepp",
                "edit   | {'data':[1]}                | data",
                "edit   | {'data':{'a':'\\u0000'}}     | a",
                "settle | {'reason':'x'}              | happened",
                "settle | {'happened':'true'}         | happened",
                "settle | {'happened':true,'data':1}  | data"
            })
    void aDecisionThatIsNotSaidAsItMustIsNotTaken(String decision, String body, String field) throws Exception {
        assertProblem(decide(decision, body.replace('\'', '"')), 400, "invalid-input")
                .contains("\"field\":\"" + field + "\"");
        assertThat(decisions.taken).isEmpty();
    }

    @Test
    void theDefinitionsAreNoSagaAndASagaMayBeNamedLikeThem() throws Exception {
        assertThat(edge.post("sagas/definitions/start", "{}", "Content-Type", JSON)
                        .status())
                .isEqualTo(202);
        assertThat(sagas.starts).singleElement().extracting(SagaStart::name).isEqualTo("definitions");
    }

    @Test
    void listsWhatIsAskedFor() throws Exception {
        sagas.next = "cursor/2";
        Answer answer =
                edge.get("sagas?state=compensated&correlationId=ORD-001&name=order-fulfillment&limit=5000&cursor=c1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"sagas\":[" + SagaJson.of(sagas.known) + "],\"next\":\"cursor/2\"}");
        assertThat(answer.header("Link"))
                .startsWith("</api/sagas?")
                .endsWith(">; rel=\"next\"")
                .contains("state=compensated", "correlationId=ORD-001", "name=order-fulfillment", "limit=5000")
                .contains("cursor=cursor%2F2")
                .doesNotContain("cursor=c1");
        assertThat(sagas.queries)
                .containsExactly(new SagaQuery(
                        SagaState.COMPENSATED, "ORD-001", "order-fulfillment", Started.EVER, 1_000, "c1"));
    }

    @Test
    void listsThoseThatWereStartedWithinAStretchOfTime() throws Exception {
        edge.get("sagas?startedFrom=2026-01-31T12:00:00Z&startedBefore=2026-01-31T12:00:00.000001Z");
        assertThat(sagas.queries)
                .containsExactly(SagaQuery.ALL.startedWithin(new Started(
                        Instant.parse("2026-01-31T12:00:00Z"), Instant.parse("2026-01-31T12:00:00.000001Z"))));
    }

    @Test
    void listsAllWithoutALinkWhenThereIsNoMore() throws Exception {
        Answer answer = edge.get("sagas");
        assertThat(answer.header("Link")).isEmpty();
        assertThat(answer.body()).endsWith("\"next\":null}");
        assertThat(sagas.queries).containsExactly(SagaQuery.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "state=Done, state",
        "state=, state",
        "limit=0, limit",
        "limit=x, limit",
        "limit=-1, limit",
        "startedFrom=yesterday, startedFrom",
        "startedBefore=2026-01-31, startedBefore",
        "startedFrom=2026-01-31T12:00:00Z&startedBefore=2026-01-31T11:00:00Z, startedBefore"
    })
    void namesTheParameterThatIsWrong(String query, String field) throws Exception {
        assertProblem(edge.get("sagas?" + query), 400, "invalid-input").contains("\"field\":\"" + field + "\"");
        assertThat(sagas.queries).isEmpty();
    }

    @Test
    void tellsWhichStatesThereAre() throws Exception {
        assertThat(edge.get("sagas?state=Done").body())
                .contains("NotStarted, Running, Completed, Compensating, Compensated, Failed");
    }

    @Test
    void listsTheDefinitions() throws Exception {
        assertThat(edge.get("sagas/definitions").body())
                .isEqualTo(
                        "{\"definitions\":[{\"hash\":\"5eed\",\"name\":\"order-fulfillment\",\"steps\":[\"A\",\"B\"],"
                                + "\"version\":1}]}");
    }

    private Answer start(String body) throws Exception {
        return edge.post("sagas/order-fulfillment/start", body, "Content-Type", JSON);
    }

    private Answer decide(String decision, String body) throws Exception {
        return edge.call(
                "POST",
                "sagas/" + Sagas.ID + "/" + decision,
                () -> "ann",
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                JSON);
    }

    private Answer act(String action, String body) throws Exception {
        return edge.post("sagas/" + Sagas.ID + "/" + action, body, "Content-Type", JSON);
    }

    private static AbstractStringAssert<?> assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        return assertThat(answer.body()).startsWith("{\"type\":\"urn:headrace:problem:" + type + "\"");
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private SagasResource resource() {
        var resource = new SagasResource();
        resource.sagas = sagas;
        resource.decisions = decisions;
        resource.registry = new OneDefinition();
        return resource;
    }

    private static final class OneDefinition implements SagaRegistry {
        @Override
        public void register(SagaDefinition definition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean unregister(String name, int version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Registered> all() {
            return List.of(new Registered("order-fulfillment", 1, "5eed", List.of("A", "B")));
        }
    }
}
