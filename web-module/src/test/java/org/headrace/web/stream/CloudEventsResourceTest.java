package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.EventLog;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents by content negotiation, beside what clients of ours rely on. */
class CloudEventsResourceTest {

    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String EVENTS = "streams/Orders/events";

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final EventLog log =
            InMemoryEventStore.newLog(jta.registry(), new Listeners(List::of), Clock.systemUTC(), 1_000);
    private final Edge edge = new Edge(EventsResource.class, resource());

    @AfterEach
    void close() {
        jta.close();
    }

    @Test
    void oneIsAppendedAndReadBack() throws Exception {
        Answer appended = edge.post(EVENTS, cloudEvent("A", "{ \"n\" : 1.0 }"), "Content-Type", ONE);
        assertThat(appended.status()).isEqualTo(201);
        assertThat(appended.body()).isEqualTo("{\"stream\":\"Orders\",\"firstOffset\":0,\"lastOffset\":0,\"count\":1}");
        Answer read = edge.get(EVENTS, "Accept", ONE);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Content-Type")).isEqualTo(ONE);
        assertThat(read.body())
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"A\",\"source\":\"/shop\",\"type\":\"T\","
                        + "\"headraceoffset\":\"0\",\"data\":{ \"n\" : 1.0 }}");
    }

    @Test
    void aBatchIsOneAppendAndReadInPages() throws Exception {
        assertThat(edge.post(
                                EVENTS,
                                "[" + cloudEvent("A", "1") + "," + cloudEvent("B", "2") + "," + cloudEvent("C", "3")
                                        + "]",
                                "Content-Type",
                                BATCH)
                        .body())
                .isEqualTo("{\"stream\":\"Orders\",\"firstOffset\":0,\"lastOffset\":2,\"count\":3}");
        Answer first = edge.get(EVENTS + "?limit=2", "Accept", BATCH);
        assertThat(first.header("Content-Type")).isEqualTo(BATCH);
        assertThat(first.header("Headrace-Head")).isEqualTo("2");
        assertThat(first.header("Headrace-Next-Offset")).isEqualTo("2");
        assertThat(first.header("Link")).contains("from=2").endsWith("; rel=\"next\"");
        assertThat(first.header("Vary")).isEqualTo("Accept");
        assertThat(first.body())
                .startsWith("[{")
                .contains("\"id\":\"A\"", "\"id\":\"B\"")
                .doesNotContain("\"C\"");
        Answer last = edge.get(EVENTS + "?limit=2&from=2", "Accept", BATCH);
        assertThat(last.body()).startsWith("[{").contains("\"id\":\"C\"").endsWith("}]");
        assertThat(last.header("Link")).isEmpty();
        Answer beyond = edge.get(EVENTS + "?from=3", "Accept", BATCH);
        assertThat(beyond.body()).isEqualTo("[]");
        assertThat(beyond.header("Headrace-Next-Offset")).isEqualTo("3");
    }

    @Test
    void oneByOneTheStreamIsReadToItsEnd() throws Exception {
        edge.post(EVENTS, "[" + cloudEvent("A", "1") + "," + cloudEvent("B", "2") + "]", "Content-Type", BATCH);
        assertThat(edge.get(EVENTS, "Accept", ONE).header("Link")).contains("from=1");
        assertThat(edge.get(EVENTS + "?from=1&limit=1", "Accept", ONE).body()).contains("\"id\":\"B\"");
        Answer none = edge.get(EVENTS + "?from=2", "Accept", ONE);
        assertThat(none.status()).isEqualTo(204);
        assertThat(none.body()).isEmpty();
        assertThat(none.header("Headrace-Head")).isEqualTo("1");
        assertThat(edge.get(EVENTS + "?limit=2", "Accept", ONE).status()).isEqualTo(400);
    }

    @Test
    void inBinaryModeHeadersAreTheAttributes() throws Exception {
        Answer appended = edge.post(
                EVENTS,
                "{ \"n\" : 1 }",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "A",
                "ce-source",
                "/shop",
                "ce-type",
                "T",
                "ce-subject",
                "order%201");
        assertThat(appended.status()).isEqualTo(201);
        assertThat(edge.get(EVENTS).body()).contains("\"eventType\":\"T\",\"key\":\"order 1\",\"data\":{ \"n\" : 1 },");
        assertThat(edge.get(EVENTS + "?key=order%201", "Accept", BATCH).body()).contains("\"id\":\"A\"");
    }

    @Test
    void theSameCloudEventAgainWritesNothing() throws Exception {
        edge.post(EVENTS, cloudEvent("A", "1"), "Content-Type", ONE);
        edge.post(EVENTS, cloudEvent("B", "1"), "Content-Type", ONE);
        assertThat(edge.post(EVENTS, cloudEvent("A", "1"), "Content-Type", ONE).body())
                .isEqualTo("{\"stream\":\"Orders\",\"firstOffset\":0,\"lastOffset\":0,\"count\":1,\"duplicates\":1}");
        assertThat(edge.post(EVENTS, cloudEvent("A", "2"), "Content-Type", ONE).status())
                .isEqualTo(409);
        assertThat(log.read("Orders", 0, 10).events()).hasSize(2);
    }

    @Test
    void whatTheCallerExpectsCounts() throws Exception {
        assertThat(edge.post(EVENTS + "?expectedOffset=5", cloudEvent("A", "1"), "Content-Type", ONE)
                        .status())
                .isEqualTo(409);
        Answer key = edge.post(EVENTS, cloudEvent("A", "1"), "Content-Type", ONE, "Idempotency-Key", "k");
        assertThat(key.status()).isEqualTo(400);
        assertThat(key.body()).contains("\"field\":\"Idempotency-Key\"");
        assertNothingIsWritten();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ONE + "   | {\"id\":\"1\",\"source\":\"/s\",\"type\":\"T\"} | specversion",
                ONE + "   | [] | body",
                BATCH + " | {} | body",
                BATCH + " | [EVENT,{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"T\"}] | [1].source",
                "text/plain | x | ce-id"
            })
    void namesTheFieldThatIsWrongAndWritesNothing(String type, String body, String field) throws Exception {
        String[] headers = type.startsWith("application")
                ? new String[] {"Content-Type", type}
                : new String[] {"Content-Type", type, "ce-specversion", "1.0", "ce-source", "/s", "ce-type", "T"};
        Answer answer = edge.post(EVENTS, body.replace("EVENT", cloudEvent("A", "1")), headers);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        assertNothingIsWritten();
    }

    @Test
    void theLimitsOfAnEventHold() throws Exception {
        String large = "\"" + "x".repeat(1_000) + "\"";
        assertThat(edge.post(EVENTS, cloudEvent("A", large), "Content-Type", ONE)
                        .status())
                .isIn(400, 413);
        assertThat(edge.post(EVENTS, cloudEvent("A", "\"" + "x".repeat(100_000) + "\""), "Content-Type", ONE)
                        .status())
                .isEqualTo(413);
        assertNothingIsWritten();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+avro", "application/cloudevents-batch+avro", "application/xml"})
    void otherFormatsAreRefusedNamingThoseThatAreRead(String type) throws Exception {
        Answer answer = edge.post(EVENTS, "x", "Content-Type", type);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body()).contains(ONE, BATCH, "application/json", "application/x-ndjson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "application/json", "text/html,*/*;q=0.1"})
    void whoDoesNotAskForCloudEventsGetsWhatWasAlwaysTold(String accept) throws Exception {
        edge.post(EVENTS, "{\"type\":\"T\",\"data\":1}", "Content-Type", "application/json");
        Answer answer = accept.isEmpty() ? edge.get(EVENTS) : edge.get(EVENTS, "Accept", accept);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).startsWith("{\"stream\":\"Orders\",\"events\":[{\"stream\":\"Orders\",\"offset\":0,");
        assertThat(answer.headers()).doesNotContainKey("Headrace-Head");
    }

    @Test
    void anEventOfOursHasItsStreamAsSource() throws Exception {
        edge.post(EVENTS, "{\"type\":\"T\",\"data\":1}", "Content-Type", "application/json");
        assertThat(edge.get(EVENTS, "Accept", BATCH).body()).contains("\"source\":\"/api/streams/Orders\"");
    }

    @Test
    void failuresAreToldAsProblemsWhateverIsAccepted() throws Exception {
        Answer unknown = edge.get("streams/Nothing/events", "Accept", BATCH);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(edge.get(EVENTS, "Accept", "text/html").status()).isEqualTo(406);
    }

    private void assertNothingIsWritten() {
        assertThat(log.stream("Orders")).isEmpty();
    }

    private static String cloudEvent(String id, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/shop\",\"type\":\"T\",\"data\":" + data
                + "}";
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private EventsResource resource() {
        var resource = new EventsResource();
        resource.log = log;
        resource.maxEventBytes = 1_000;
        return resource;
    }
}
