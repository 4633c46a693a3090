package org.headrace.web.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Handled.Failed;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.ProjectionStateException;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.headrace.web.security.KnownStreams;
import org.headrace.web.security.StreamsKnown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersResourceTest {

    private static final String LETTERS = "projections/p/dead-letters";
    private static final String FAILED = "{\"stream\":\"S\",\"offset\":3,\"eventType\":\"Tested\",\"key\":\"k\","
            + "\"kind\":\"failed\",\"parkedAt\":\"2026-01-31T12:00:00Z\",\"attempts\":4,\"cause\":\"boom at X\","
            + "\"error\":\"boom\",\"failedAt\":\"2026-01-31T12:00:00Z\",\"edited\":true}";
    private static final String QUEUED = "{\"stream\":\"S\",\"offset\":4,\"eventType\":\"Tested\",\"key\":\"k\","
            + "\"kind\":\"queued\",\"parkedAt\":\"2026-01-31T12:00:00Z\",\"attempts\":0,\"edited\":false}";

    private final RecordingDeadLetters letters = new RecordingDeadLetters();
    private final Edge edge = edge(StreamsKnown.ALL);

    @Test
    void listsLettersOldestFirstAndLinksToTheNextPage() throws Exception {
        letters.next = "abc";
        Answer answer = edge.get(LETTERS + "?stream=S&key=a%20b&cause=boom&limit=2&cursor=xyz");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"deadLetters\":[" + FAILED + "," + QUEUED + "],\"next\":\"abc\"}");
        assertThat(answer.header("Link"))
                .startsWith("</api/projections/p/dead-letters?")
                .contains("cursor=abc", "stream=S", "key=a%20b", "cause=boom", "limit=2")
                .endsWith(">; rel=\"next\"")
                .doesNotContain("xyz");
        assertThat(letters.queries).containsExactly(new Query(new Filter("S", "a b", "boom"), 2, "xyz"));
    }

    @Test
    void theLastPageHasNoNext() throws Exception {
        Answer answer = edge.get(LETTERS);
        assertThat(answer.body()).endsWith("\"next\":null}");
        assertThat(answer.header("Link")).isEmpty();
        assertThat(letters.queries).containsExactly(new Query(Filter.ALL, 100, null));
    }

    @Test
    void groupsThemByCause() throws Exception {
        assertThat(edge.get(LETTERS + "/causes").body())
                .isEqualTo(
                        "{\"causes\":[{\"cause\":\"boom at X\",\"count\":7,\"firstFailedAt\":\"2026-01-31T12:00:00Z\","
                                + "\"lastFailedAt\":\"2026-01-31T12:00:01Z\",\"example\":" + FAILED + "}]}");
    }

    @Test
    void showsOneWithItsStackTraceAndItsDataAsTheyAre() throws Exception {
        assertThat(edge.get(LETTERS + "/S/3").body())
                .isEqualTo(FAILED.substring(0, FAILED.length() - 1)
                        + ",\"stackTrace\":\"boom\\n\\tat X\",\"eventId\":\"00000000-0000-0001-0000-000000000002\","
                        + "\"data\":{ \"a\":1},\"metadata\":{},\"editedData\":{ \"b\": 2 },"
                        + "\"recordedAt\":\"2026-01-31T12:00:00Z\"}");
    }

    @Test
    void retriesOneWithOrWithoutEditedData() throws Exception {
        Answer answer = post("/S/3/retry", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"processed\":2,\"skipped\":1,\"failed\":0,\"remaining\":5,\"error\":null,\"failures\":[]}");
        post("/S/3/retry", "{\"data\":{ \"n\" : 1.0 },\"reason\":\"typo\"}");
        post("/S/3/retry", "{\"data\":null}");

        assertThat(letters.actions)
                .containsExactly(
                        "retry S 3 null by anonymous: ",
                        "retry S 3 { \"n\" : 1.0 } by anonymous: typo",
                        "retry S 3 null by anonymous: ");
    }

    @Test
    void tellsWhatFailedAgain() throws Exception {
        letters.failed = IntStream.range(0, 101)
                .mapToObj(i -> new Failed(new Address("S", i), "boom " + i))
                .toList();
        assertThat(post("/S/3/retry", "").body())
                .contains(
                        "\"failed\":101",
                        "\"error\":\"boom 0\"",
                        "{\"stream\":\"S\",\"offset\":99,\"error\":\"boom 99\"}")
                .doesNotContain("boom 100");
    }

    @Test
    void skipsOneForAReason() throws Exception {
        assertThat(post("/S/3/skip", "{\"reason\":\"a test event\"}").status()).isEqualTo(200);
        assertThat(letters.actions).containsExactly("skip S 3 by anonymous: a test event");
    }

    @Test
    void actsOnManyByAFilter() throws Exception {
        post("/retry", "{\"cause\":\"boom at X\"}");
        post("/retry", "{\"all\":true,\"dryRun\":false}");
        post("/skip", "{\"stream\":\"S\",\"key\":\"k\",\"reason\":\"gone\"}");
        assertThat(letters.actions)
                .containsExactly(
                        "retry " + new Filter(null, null, "boom at X") + " by anonymous: ",
                        "retry " + Filter.ALL + " by anonymous: ",
                        "skip " + new Filter("S", "k", null) + " by anonymous: gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "skip"})
    void aDryRunOnlySaysWhatWouldBeTouched(String action) throws Exception {
        assertThat(post("/" + action, "{\"key\":\"k\",\"dryRun\":true}").body())
                .isEqualTo("{\"dryRun\":true,\"letters\":1,\"queuedBehind\":1,\"first\":[" + FAILED + "]}");
        assertThat(letters.actions).containsExactly("dry run " + new Filter(null, "k", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/S/3/retry | []                          | body",
                "/S/3/retry | {\"why\":\"x\"}             | why",
                "/S/3/retry | {\"reason\":7}              | reason",
                "/S/x/retry | {}                          | offset",
                "/S/3/skip  | {\"data\":1,\"reason\":\"x\"} | data",
                "/retry     | ``                          | all",
                "/retry     | {}                          | all",
                "/retry     | {\"all\":false}             | all",
                "/retry     | {\"all\":true,\"key\":\"k\"} | all",
                "/retry     | {\"all\":1}                 | all",
                "/skip      | {\"all\":true,\"dryRun\":\"yes\"} | dryRun",
                "/skip      | {\"cause\":[]}              | cause",
                "/skip      | {\"stream\":1}              | stream",
                "/skip      | {\"key\":{}}                | key",
                "/skip      | {\"data\":1}                | data"
            })
    void namesTheMemberThatIsWrong(String path, String body, String field) throws Exception {
        assertProblem(post(path, body), 400, "invalid-input").contains("\"field\":\"" + field + "\"");
        assertThat(letters.actions).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertProblem(edge.get("projections/q/dead-letters"), 404, "projection-not-found");
        assertProblem(edge.get("projections/q/dead-letters/causes"), 404, "projection-not-found");
        assertProblem(edge.post("projections/q/dead-letters/S/3/retry", ""), 404, "projection-not-found");
        assertProblem(
                edge.post("projections/q/dead-letters/retry", "{\"all\":true,\"dryRun\":true}"),
                404,
                "projection-not-found");
        assertProblem(edge.get(LETTERS + "/S/99"), 404, "dead-letter-not-found").contains("offset 99 of stream S");
        assertThat(edge.get(LETTERS + "/S/3/what").status()).isEqualTo(404);
    }

    @Test
    void whatIsRefusedIsTold() throws Exception {
        letters.refusal = new ProjectionStateException("it waits behind another one");
        assertProblem(post("/S/4/retry", ""), 409, "projection-state").contains("it waits behind another one");
        letters.refusal = new InvalidInputException("reason", "must be given");
        assertProblem(post("/S/4/skip", ""), 400, "invalid-input").contains("\"field\":\"reason\"");
    }

    @Test
    void whatIsInStreamsThatTheCallerMayNotKnowOfIsNeitherTouchedNorTold() throws Exception {
        Edge barred = edge(StreamsKnown.only("T"::equals));
        Filter onlyT = Filter.ALL.within(Set.of("T"));

        barred.get(LETTERS);
        barred.get(LETTERS + "/causes");
        barred.post(LETTERS + "/retry", "{\"all\":true,\"dryRun\":true}");
        assertThat(barred.post(LETTERS + "/retry", "{\"all\":true}").body()).contains("\"remaining\":2,");
        assertThat(barred.post(LETTERS + "/skip", "{\"key\":\"k\",\"reason\":\"gone\"}")
                        .body())
                .contains("\"remaining\":2,");
        assertThat(barred.post(LETTERS + "/T/3/retry", "").body()).contains("\"remaining\":2,");

        assertThat(letters.queries).containsExactly(new Query(onlyT, 100, null), new Query(onlyT, 1, null));
        assertThat(letters.actions)
                .containsExactly(
                        "dry run " + onlyT,
                        "retry " + onlyT + " by anonymous: ",
                        "skip " + new Filter(null, "k", null).within(Set.of("T")) + " by anonymous: gone",
                        "retry T 3 null by anonymous: ");
        assertProblem(barred.get(LETTERS + "?stream=S"), 403, "stream-restricted");
        assertProblem(barred.post(LETTERS + "/retry", "{\"stream\":\"S\"}"), 403, "stream-restricted");
        assertThat(letters.actions).hasSize(4);
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        String reason = "{\"reason\":\"" + "x".repeat(70_000) + "\"}";
        assertProblem(post("/S/3/skip", reason), 413, "too-large");
        assertThat(post("/S/3/retry", "{\"data\":\"" + "x".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(200);
        assertProblem(post("/S/3/retry", "{\"data\":\"" + "x".repeat(200_000) + "\"}"), 413, "too-large");
        assertThat(letters.actions).hasSize(1);
    }

    private Answer post(String path, String body) throws Exception {
        return edge.post(LETTERS + path, body, "Content-Type", "application/json");
    }

    private static AbstractStringAssert<?> assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return assertThat(answer.body()).contains("urn:headrace:problem:" + type);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private Edge edge(KnownStreams known) {
        var resource = new DeadLettersResource();
        resource.letters = letters;
        resource.streams = known;
        resource.maxEventBytes = 100_000;
        return new Edge(DeadLettersResource.class, resource);
    }
}
