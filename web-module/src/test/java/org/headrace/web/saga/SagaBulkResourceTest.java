package org.headrace.web.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaState;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SagaBulkResourceTest {

    private final RecordingDecisions decisions = new RecordingDecisions(Sagas.notStarted());
    private final Edge edge = new Edge(SagaBulkResource.class, resource());

    @ParameterizedTest
    @CsvSource({"retry, RETRY", "cancel, CANCEL"})
    void isDoneToWhatASearchFinds(String action, String taken) throws Exception {
        Answer answer = post(action + "?state=failed&name=test&limit=7&cursor=c1", "{\"reason\":\"mended\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"dryRun\":false,\"done\":[\"one\",\"two\"],"
                        + "\"refused\":{\"x\":\"why x\",\"y\":\"why \\\"y\\\"\"},\"next\":\"c2\"}");
        assertThat(decisions.taken).containsExactly(taken + " by ann: mended");
        assertThat(decisions.queries)
                .containsExactly(new SagaQuery(SagaState.FAILED, null, "test", SagaQuery.Started.EVER, 7, "c1"));
    }

    @Test
    void isOnlyToldWhenRunDry() throws Exception {
        assertThat(post("cancel?correlationId=c&dryRun=true", "").body()).startsWith("{\"dryRun\":true,");
        assertThat(post("cancel?correlationId=c&dryRun", "").body()).startsWith("{\"dryRun\":true,");
        assertThat(post("cancel?correlationId=c&dryRun=false", "").body()).startsWith("{\"dryRun\":false,");
    }

    @Test
    void isDoneToAllOnlyWhenThatIsSaid() throws Exception {
        assertThat(post("retry?all=true", "").status()).isEqualTo(200);
        assertThat(decisions.queries).containsExactly(SagaQuery.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "'', all",
        "limit=5&cursor=c, all",
        "dryRun=true, all",
        "all=false, all",
        "all=yes, all",
        "all=true&state=Failed, all",
        "state=Done, state",
        "stat=Failed&name=test, stat",
        "name=test&dry-run=true, dry-run",
        "name=test&dryRun=yes, dryRun",
        "startedFrom=now, startedFrom",
        "name=test&limit=0, limit"
    })
    void whatWouldMeanMoreThanWasMeantIsRefused(String query, String field) throws Exception {
        Answer answer = post("cancel?" + query, "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("{\"type\":\"urn:headrace:problem:invalid-input\"")
                .contains("\"field\":\"" + field + "\"");
        assertThat(decisions.queries).isEmpty();
    }

    @Test
    void leavesOtherPathsToASagaOfThatName() throws Exception {
        assertThat(post("start", "{}").status()).isEqualTo(404);
    }

    private Answer post(String path, String body) throws Exception {
        return edge.call("POST", "sagas/bulk/" + path, () -> "ann", body.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private SagaBulkResource resource() {
        var resource = new SagaBulkResource();
        resource.decisions = decisions;
        return resource;
    }
}
