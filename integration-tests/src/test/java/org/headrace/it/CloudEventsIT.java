package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CloudEvents over HTTP, with the SDK of the CloudEvents project at the other end. */
@ExtendWith(SharedServer.class)
class CloudEventsIT {

    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String GUIDE = "docs/guide/cloudevents.md";

    private static final JsonFormat SDK = new JsonFormat();
    private static final Pattern BLOCK = Pattern.compile("```bash\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final String events = "/api/streams/S-" + UUID.randomUUID() + "/events";

    @Test
    void theCommandsOfTheGuideWorkAsPrinted(HeadraceProcess server) throws Exception {
        List<String> blocks = BLOCK.matcher(Files.readString(Places.ROOT.resolve(GUIDE)))
                .results()
                .map(r -> r.group(1))
                .toList();
        assertThat(blocks).hasSize(2);

        String sent = bash(blocks.get(0), server.port());
        String read = bash(blocks.get(1), server.port());

        assertThat(sent)
                .contains("\"lastOffset\":0,", "\"lastOffset\":2,", "\"lastOffset\":3,")
                .doesNotContain("urn:headrace:problem");
        assertThat(read)
                .startsWith("[{\"specversion\":\"1.0\",\"id\":\"A-1\",\"source\":\"/shop/web\",")
                .contains("\"data\":{\"amount\":99.98}},{", "\"id\":\"A-2\"")
                .doesNotContain("A-3")
                .contains("\"id\":\"A-4\"", "\"data\":{\"parcels\":1}}");
        assertThat(server.api()
                        .get("/api/streams/Shop/events?from=2&limit=1", "Accept", BATCH)
                        .body())
                .contains("\"datacontenttype\":\"image/png\"", "\"data_base64\":\"iVBORw0KGgo=\"");
    }

    @Test
    void whatTheSdkSentItReadsPageByPage(Api api) throws Exception {
        List<CloudEvent> sent =
                IntStream.range(0, 250).mapToObj(CloudEventsIT::event).toList();
        String batch = sent.stream()
                .map(e -> new String(SDK.serialize(e), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "[", "]"));

        HttpResponse<String> appended = api.post(events, BATCH, BodyPublishers.ofString(batch));
        HttpResponse<String> again = api.post(events, BATCH, BodyPublishers.ofString(batch));

        assertThat(appended.statusCode()).isEqualTo(201);
        assertThat(appended.headers().firstValue("Location").orElse("")).startsWith(events + "?");
        assertThat(Api.object(again).getInt("duplicates")).isEqualTo(250);
        List<CloudEvent> read = new ArrayList<>();
        int pages = 0;
        for (String page = events + "?limit=100"; page != null; pages++) {
            HttpResponse<String> answer = api.get(page, "Accept", BATCH);
            assertThat(answer.headers().firstValue("Content-Type")).contains(BATCH);
            assertThat(answer.headers().firstValue("Headrace-Head")).contains("249");
            JsonArray told = Api.array(answer);
            told.forEach(e -> read.add(SDK.deserialize(e.toString().getBytes(StandardCharsets.UTF_8))));
            Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
            page = next.find() ? next.group(1) : null;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(read).hasSize(250);
        for (int i = 0; i < 250; i++) {
            assertThat(read.get(i).getExtension("headraceoffset")).isEqualTo(String.valueOf(i));
            assertThat(CloudEventBuilder.from(read.get(i))
                            .withoutExtension("headraceoffset")
                            .build())
                    .isEqualTo(sent.get(i));
        }
    }

    @Test
    void dataComesBackAsTheTextThatWentIn(Api api) throws Exception {
        String data = "{\"b\" : 1.50e+3,\"a\":\"\\u0000 \\ud83d é 😀\",\"a\":[ ],\"big\":12345678901234567890.10}";
        String event = "{\"specversion\":\"1.0\",\"id\":\"é\",\"source\":\"/s\",\"type\":\"T\",\"data\":" + data + "}";

        assertThat(api.post(events, ONE, BodyPublishers.ofString(event)).statusCode())
                .isEqualTo(201);

        assertThat(api.get(events, "Accept", ONE).body())
                .isEqualTo(event.replace(",\"data\"", ",\"headraceoffset\":\"0\",\"data\""));
        assertThat(api.get(events).body()).contains("\"data\":" + data + ",");
    }

    @Test
    void aWrongAttributeIsNamedAndNothingIsWritten(Api api) throws Exception {
        String good = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"T\"}";
        String bad = "{\"specversion\":\"1.0\",\"id\":\"2\",\"type\":\"T\"}";

        assertRefused(api.post(events, ONE, BodyPublishers.ofString(bad)), "source");
        assertRefused(api.post(events, BATCH, BodyPublishers.ofString("[" + good + "," + bad + "]")), "[1].source");
        assertRefused(
                api.post(
                        events,
                        "application/json",
                        BodyPublishers.ofString("{}"),
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "2",
                        "ce-type",
                        "T"),
                "ce-source");

        assertThat(api.get(events).statusCode()).isEqualTo(404);
    }

    @Test
    void whoDoesNotAskForCloudEventsGetsWhatWasAlwaysTold(Api api) throws Exception {
        api.postJson(events, "{\"type\":\"T\",\"data\":1}");

        for (HttpResponse<String> answer : List.of(
                api.get(events), api.get(events, "Accept", "*/*"), api.get(events, "Accept", "application/json"))) {
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
            assertThat(Api.object(answer).getJsonArray("events")).hasSize(1);
        }
        assertThat(api.get(events + "?from=1", "Accept", ONE).statusCode()).isEqualTo(204);
        assertThat(api.get(events, "Accept", "text/html").statusCode()).isEqualTo(406);
    }

    private static CloudEvent event(int i) {
        var event = CloudEventBuilder.v1()
                .withId(i % 3 == 0 ? UUID.randomUUID().toString() : "A-" + i)
                .withSource(URI.create("/shop/" + i % 2))
                .withType("org.example.T" + i % 5)
                .withExtension("n", i)
                .withExtension("odd", i % 2 == 1);
        if (i % 2 == 0) {
            event.withSubject("order-" + i).withTime(OffsetDateTime.parse("2026-01-31T12:00:00.5+01:00"));
        }
        return switch (i % 3) {
            case 0 ->
                event.withData("application/octet-stream", new byte[] {0, (byte) i})
                        .build();
            case 1 -> event.withDataSchema(URI.create("urn:s")).build();
            default ->
                event.withData("application/pdf", ("%PDF" + i).getBytes(StandardCharsets.UTF_8))
                        .build();
        };
    }

    private static void assertRefused(HttpResponse<String> answer, String field) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonObject problem = Api.object(answer);
        assertThat(problem.getJsonArray("violations").getJsonObject(0).getString("field"))
                .isEqualTo(field);
    }

    private static String bash(String commands, int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "bash", "-euo", "pipefail", "-c", commands.replace("localhost:6001", "localhost:" + port))
                .directory(Places.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(commands).isZero();
        return output;
    }
}
