package org.headrace.web.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;

/** The SDK's own writer writes what we read, and its reader reads what we write. */
class SdkRoundTripTest {

    private static final List<String> TEXTS =
            List.of("A234-1234", "é€😀", "quote\" and \\backslash", "a/b?c#d", "100%", "{\"json\":true}");

    @Test
    void whatTheSdkWroteItReadsBackTheSame() {
        long seed = new Random().nextLong();
        System.out.println("SdkRoundTripTest: seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            CloudEvent sent = anyEvent(random);
            String json = Sdk.write(sent);
            CloudEvent back = Sdk.read(Sdk.throughUs(json));
            assertThat(told(back)).as("seed %d, event %d: %s", seed, i, json).isEqualTo(told(sent));
        }
    }

    @Test
    void tellsWhereAnEventStands() {
        CloudEvent sent = CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/s"))
                .withType("T")
                .build();
        CloudEvent back = Sdk.read(Sdk.throughUs(Sdk.write(sent)));
        assertThat(back.getExtension("headraceoffset")).isEqualTo("41");
        assertThat(Sdk.read(Sdk.throughUs(Sdk.throughUs(Sdk.write(sent))))).isEqualTo(back);
    }

    @Test
    void theSdkReadsAnEventThatWasNeverACloudEvent() {
        RecordedEvent ours = Sdk.recorded(new NewEvent(
                null,
                "OrderPlaced",
                "order-1",
                JsonText.of("{\"amount\":99.98}"),
                JsonText.of("{\"correlationId\":\"c\",\"traceparent\":\"00-ab\",\"tries\":3,\"big\":5000000000,"
                        + "\"id\":\"x\",\"deep\":{\"a\":[\n\t1]},\"last\":true}"),
                "2026-01-31T12:00+01:00"));
        CloudEvent told = Sdk.read(Sdk.told(ours));
        assertThat(told.getId()).isEqualTo("0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10");
        assertThat(told.getSource()).hasToString("/api/streams/Orders");
        assertThat(told.getType()).isEqualTo("OrderPlaced");
        assertThat(told.getSubject()).isEqualTo("order-1");
        assertThat(told.getTime()).isEqualTo("2026-01-31T12:00:00+01:00");
        assertThat(told.getExtension("traceparent")).isEqualTo("00-ab");
        assertThat(told.getExtension("tries")).isEqualTo(3);
        assertThat(told.getExtension("last")).isEqualTo(true);
        assertThat(told.getExtension("headracemetadata"))
                .isEqualTo("{\"correlationId\":\"c\",\"big\":5000000000,\"id\":\"x\",\"deep\":{\"a\":[  1]}}");
        assertThat(told.getData().toBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"amount\":99.98}");
    }

    private static CloudEvent anyEvent(Random random) {
        var event = CloudEventBuilder.v1()
                .withId(random.nextBoolean() ? new UUID(random.nextLong(), random.nextLong()).toString() : text(random))
                .withSource(URI.create(
                        random.nextBoolean() ? "/shop/" + random.nextInt(9) : "urn:shop:" + random.nextInt(9)))
                .withType("org.example.T" + random.nextInt(9));
        if (random.nextBoolean()) {
            event.withSubject(text(random));
        }
        if (random.nextBoolean()) {
            event.withTime(OffsetDateTime.of(
                    2026,
                    1 + random.nextInt(12),
                    1,
                    2,
                    3,
                    random.nextInt(60),
                    random.nextBoolean() ? 0 : random.nextInt(1_000_000_000),
                    ZoneOffset.ofHours(random.nextInt(25) - 12)));
        }
        if (random.nextBoolean()) {
            event.withDataSchema(URI.create("https://example.org/schema/" + random.nextInt(9)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = "ext" + random.nextInt(9);
            switch (random.nextInt(3)) {
                case 0 -> event.withExtension(name, text(random));
                case 1 -> event.withExtension(name, random.nextInt());
                default -> event.withExtension(name, random.nextBoolean());
            }
        }
        switch (random.nextInt(4)) {
            case 0 ->
                event.withData(
                        "application/json", ("{\"n\":" + random.nextInt() + "}").getBytes(StandardCharsets.UTF_8));
            case 1 -> {
                byte[] bytes = new byte[1 + random.nextInt(40)];
                random.nextBytes(bytes);
                event.withData("application/octet-stream", bytes);
            }
            case 2 ->
                event.withDataContentType("text/plain").withData(text(random).getBytes(StandardCharsets.UTF_8));
            default -> {
                // no data
            }
        }
        return event.build();
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** All that an event says, but for the attribute that we add. */
    private static String told(CloudEvent event) {
        var told = new StringBuilder();
        new TreeSet<>(event.getAttributeNames())
                .forEach(name -> told.append(name + "=" + event.getAttribute(name) + ";"));
        new TreeSet<>(event.getExtensionNames())
                .stream()
                        .filter(name -> !name.equals(CloudEventJson.OFFSET))
                        .forEach(name -> told.append(name + "=" + event.getExtension(name)
                                + event.getExtension(name).getClass() + ";"));
        return told + "data="
                + (event.getData() == null ? null : new String(event.getData().toBytes(), StandardCharsets.ISO_8859_1));
    }
}
