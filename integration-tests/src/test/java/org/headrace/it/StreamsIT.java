package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log over HTTP: what goes in, what comes out, and what is refused. */
@ExtendWith(SharedServer.class)
class StreamsIT {

    private final String stream = "S-" + UUID.randomUUID();
    private final String events = "/api/streams/" + stream + "/events";

    @Test
    void oneEventAnArrayAndLinesGetOffsetsWithoutGap(Api api) throws Exception {
        HttpResponse<String> one = api.postJson(events, "{\"type\":\"T\",\"data\":{\"n\":0}}");
        JsonObject many =
                Api.object(api.postJson(events, "[{\"type\":\"T\",\"data\":1},{\"type\":\"T\",\"data\":[2]}]"));
        JsonObject lines = Api.object(api.postNdjson(
                events, "{\"type\":\"T\",\"data\":\"3\"}\r\n\n{\"type\":\"T\",\"key\":\"k\",\"data\":null}"));

        assertThat(one.statusCode()).isEqualTo(201);
        assertThat(Api.object(one).getString("stream")).isEqualTo(stream);
        assertThat(Api.object(one).getInt("firstOffset")).isZero();
        assertThat(many.getInt("firstOffset")).isEqualTo(1);
        assertThat(many.getInt("lastOffset")).isEqualTo(2);
        assertThat(many.getInt("count")).isEqualTo(2);
        assertThat(lines.getInt("firstOffset")).isEqualTo(3);
        assertThat(lines.getInt("lastOffset")).isEqualTo(4);
    }

    @Test
    void dataComesBackAsTheTextThatWentIn(Api api) throws Exception {
        String data = "{\"b\" : 1.50e+3,\"a\":\"\\u0000 \\ud83d é 😀\",\"a\":[ ],\"big\":12345678901234567890.10}";
        api.postJson(events, "{\"type\":\"T\",\"data\": " + data + " ,\"metadata\":{\"z\":1,\"a\":2}}");

        assertThat(api.get(events).body())
                .contains("\"data\":" + data + ",")
                .contains("\"metadata\":{\"z\":1,\"a\":2}");
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded(Api api) throws Exception {
        for (int i = 0; i < 5; i++) {
            api.postJson(events, "{\"type\":\"T\",\"key\":\"" + (i % 2) + "\",\"data\":" + i + "}");
        }

        JsonObject first = api.getObject(events + "?limit=2");
        JsonObject last = api.getObject(events + "?limit=2&from=4");
        JsonObject beyond = api.getObject(events + "?from=9");
        JsonObject odd = api.getObject(events + "?key=1");

        assertThat(first.getJsonArray("events")).hasSize(2);
        assertThat(first.getInt("nextOffset")).isEqualTo(2);
        assertThat(first.getInt("head")).isEqualTo(4);
        assertThat(last.getJsonArray("events")).hasSize(1);
        assertThat(last.getInt("nextOffset")).isEqualTo(5);
        assertThat(beyond.getJsonArray("events")).isEmpty();
        assertThat(odd.getJsonArray("events").getValuesAs(e -> e.asJsonObject().getInt("offset")))
                .containsExactly(1, 3);
    }

    @Test
    void expectationsThatDoNotHoldAreConflicts(Api api) throws Exception {
        String event = "{\"type\":\"T\",\"key\":\"k\",\"data\":0}";

        assertThat(api.postJson(events + "?expectedOffset=-1", event).statusCode())
                .isEqualTo(201);
        assertThat(api.postJson(events + "?expectedOffset=-1", event).statusCode())
                .isEqualTo(409);
        assertThat(api.postJson(events, event, "expectedOffset", "0").statusCode())
                .isEqualTo(201);
        assertThat(api.postJson(events + "?expectedKeyVersion=0", event).statusCode())
                .isEqualTo(409);
        assertThat(api.postJson(events + "?expectedKeyVersion=1", event).statusCode())
                .isEqualTo(201);
        assertThat(api.getObject(events).getInt("head")).isEqualTo(2);
    }

    @Test
    void anEventIdSentAgainGivesTheFirstOffsetBack(Api api) throws Exception {
        String id = UUID.randomUUID().toString();
        String event = "{\"type\":\"T\",\"eventId\":\"" + id + "\",\"data\":{\"n\":1}}";
        api.postJson(events, event);
        api.postJson(events, "{\"type\":\"T\",\"data\":2}");

        HttpResponse<String> again = api.postJson(events, event);
        HttpResponse<String> other = api.postJson(events, event.replace("1}", "9}"));

        assertThat(Api.object(again).getInt("firstOffset")).isZero();
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(api.getObject(events).getInt("head")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":1}|type",
                "{\"type\":\"\",\"data\":1}|type",
                "{\"type\":7,\"data\":1}|type",
                "{\"type\":\"T\"}|data",
                "{\"type\":\"T\",\"data\":1,\"key\":\"\"}|key",
                "{\"type\":\"T\",\"data\":1,\"metadata\":[]}|metadata",
                "{\"type\":\"T\",\"data\":1,\"eventId\":\"7\"}|eventId",
                "{\"type\":\"T\",\"data\":1,\"occurredAt\":\"yesterday\"}|occurredAt",
                "{\"type\":\"T\",\"data\":1,\"tpye\":\"U\"}|tpye",
                "[{\"type\":\"T\",\"data\":1},{\"data\":1}]|type",
            })
    void aWrongFieldIsNamedAndNothingIsWritten(String body, String field, Api api) throws Exception {
        HttpResponse<String> answer = api.postJson(events, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Api.object(answer)
                        .getJsonArray("violations")
                        .getJsonObject(0)
                        .getString("field"))
                .endsWith(field);
        assertThat(api.get(events).statusCode()).isEqualTo(404);
    }

    @Test
    void nonsenseIsRefused(Api api) throws Exception {
        for (String body :
                new String[] {"", "{", "[", "nul", "{\"type\":\"T\",\"data\":01}", "[]", "{} {}", "\"\\ud800\""}) {
            assertThat(api.postJson(events, body).statusCode()).as(body).isEqualTo(400);
        }
        String deep = "{\"type\":\"T\",\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(api.postJson(events, deep).statusCode()).isEqualTo(400);
        byte[] notUtf8 = "{\"type\":\"T\",\"data\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(api.post(events, "application/json", BodyPublishers.ofByteArray(notUtf8))
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.post(events, "text/plain", BodyPublishers.ofString("x")).statusCode())
                .isEqualTo(415);
        String large = "{\"type\":\"T\",\"data\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(api.postJson(events, large).statusCode()).isIn(400, 413);
        assertThat(api.get(events).statusCode()).isEqualTo(404);
    }

    @Test
    void illegalNamesAndNumbersAreNamed(Api api) throws Exception {
        assertThat(api.postJson("/api/streams/-x/events", "{\"type\":\"T\",\"data\":1}")
                        .body())
                .contains("\"stream\"");
        assertThat(api.get("/api/streams/" + "x".repeat(201) + "/events").statusCode())
                .isIn(400, 404);
        assertThat(api.get(events + "?from=-1").body()).contains("\"from\"");
        assertThat(api.get(events + "?from=x").body()).contains("\"from\"");
        assertThat(api.get(events + "?limit=0").body()).contains("\"limit\"");
        assertThat(api.postJson(events + "?expectedOffset=x", "{\"type\":\"T\",\"data\":1}")
                        .body())
                .contains("expectedOffset");
        assertThat(api.get("/api/nothing").statusCode()).isEqualTo(404);
        assertThat(api.delete(events).statusCode()).isEqualTo(405);
    }

    @Test
    void aBadLineTellsWhereAndWhatIsInAndTheRestCanBeSentAgain(Api api) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 2500; i++) {
            lines.append(i == 2345 ? "{\"type\":\"T\"}" : "{\"type\":\"T\",\"data\":" + i + "}")
                    .append('\n');
        }

        HttpResponse<String> answer = api.postNdjson(events, lines.toString(), "Idempotency-Key", "import-1");

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonObject problem = Api.object(answer);
        assertThat(problem.getInt("line")).isEqualTo(2345);
        assertThat(problem.getInt("count")).isEqualTo(2344);
        assertThat(problem.getInt("lastOffset")).isEqualTo(2343);
        assertThat(problem.toString()).contains("data");
        String mended = lines.toString().replace("{\"type\":\"T\"}\n", "{\"type\":\"T\",\"data\":2345}\n");
        JsonObject again = Api.object(api.postNdjson(events, mended, "Idempotency-Key", "import-1"));
        assertThat(again.getInt("lastOffset")).isEqualTo(2499);
        assertThat(api.getObject(events + "?limit=1").getInt("head")).isEqualTo(2499);
    }

    @Test
    void anAtomicImportIsAllOrNothing(Api api) throws Exception {
        String good = "{\"type\":\"T\",\"data\":1}\n";

        HttpResponse<String> refused = api.postNdjson(events + "?atomic=true", good.repeat(10) + "{\n");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(api.get(events).statusCode()).isEqualTo(404);
        assertThat(Api.object(api.postNdjson(events + "?atomic=true", good.repeat(10)))
                        .getInt("count"))
                .isEqualTo(10);
        assertThat(api.postNdjson(events + "?atomic=true", good.repeat(10_001)).statusCode())
                .isIn(400, 413);
        assertThat(api.getObject(events + "?limit=1").getInt("head")).isEqualTo(9);
    }
}
