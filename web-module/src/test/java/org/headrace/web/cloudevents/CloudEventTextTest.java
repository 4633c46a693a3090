package org.headrace.web.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost in either direction, to the letter where that can be. */
class CloudEventTextTest {

    private static final String HEAD = "{\"specversion\":\"1.0\",\"id\":\"A234\",\"source\":\"/s\",\"type\":\"T\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"data\":{ \"b\" : 1.50e+3,\"a\":\"\\u00e9 \\/\",\"b\":2 }",
                ",\"data\":1e400",
                ",\"data\":123456789012345678.12345678901234567890",
                ",\"data\":null",
                ",\"data\":\"text\"",
                ",\"datacontenttype\":\"text/plain; charset=utf-8\",\"data\":\"hi\"",
                ",\"datacontenttype\":\"application/octet-stream\",\"data_base64\":\"AAECAw==\"",
                ",\"data_base64\":\"\"",
                ",\"datacontenttype\":\"application/vnd.shop+json\",\"data\":[]",
                ",\"subject\":\"order-\\u0031\",\"time\":\"2026-01-31T12:00:00.000+00:00\"",
                ",\"dataschema\":\"https://example.org/order.json\"",
                ",\"traceparent\":\"00-\\u0061b\",\"sequence\":-7,\"sampled\":false,\"empty\":\"\""
            })
    void aCloudEventComesBackAsItWasSent(String more) {
        String sent = HEAD + more + "}";
        assertThat(withoutOffset(Sdk.throughUs(sent))).isEqualTo(withoutEscapedKey(sent));
    }

    @Test
    void anAttributeThatIsNullIsNotThere() {
        assertThat(withoutOffset(Sdk.throughUs(HEAD + ",\"subject\":null,\"time\":null,\"ext\":null}")))
                .isEqualTo(HEAD + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"correlationId\":\"c\",\"causationId\":null}",
                "{\"a\":1,\"b\":\"x\",\"c\":true}",
                "{\"id\":1,\"source\":\"x\",\"data\":[],\"type\":{}}",
                "{\"twice\":1,\"twice\":2}",
                "{\"number\":1.5,\"big\":12345678901,\"list\":[ 1 ,\n2],\"nul\":\"\\u0000\",\"del\":\"\u007f\u0085\"}",
                "{\"headraceoffset\":\"7\",\"headracemetadata\":\"{}\"}",
                "{\"cloudEvents\":5}",
                "{\"cloudEvents\":{\"id\":5}}",
                "{\"cloudEvents\":{\"who\":\"me\"}}",
                "{\"cloudEvents\":{\"source\":\"not a URI\"}}",
                "{\"cloudEvents\":{\"data\":\"base64\"}}",
                "{\"cloudEvents\":{\"data\":\"absent\"}}"
            })
    void metadataOfOursIsToldWholly(String metadata) {
        RecordedEvent ours = ours(metadata, "{ \"a\" : 1.0 }", null);
        String told = Sdk.told(ours);
        assertThat(Sdk.read(told).getId()).isEqualTo(ours.eventId().toString());
        assertThat(told).endsWith(",\"data\":{ \"a\" : 1.0 }}").contains("\"source\":\"/api/streams/Orders\"");
        if (metadata.contains(Envelope.MEMBER)) {
            assertThat(told).contains("\"headracemetadata\":\"{\\\"cloudEvents\\\":");
        } else {
            NewEvent back = CloudEventParser.one(told);
            assertThat(object(back.metadata(), "cloudEvents"))
                    .isEqualTo(Json.createObjectBuilder(
                                    object(JsonText.of(metadata), null).asJsonObject())
                            .build());
            assertThat(back.data()).isEqualTo(ours.data());
            assertThat(back.eventId()).isEqualTo(ours.eventId());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T12:00:00+01:00",
                "2026-01-31t12:00:00.120z",
                "2026-01-31T12:00+01:00",
                "2026-01-31T12:00:00+01:00:30"
            })
    void everyTimeOfOursIsOneThatOthersRead(String occurredAt) {
        String told = Sdk.told(ours("{}", "1", occurredAt));
        assertThat(Sdk.read(told).getTime()).isAtSameInstantAs(OffsetDateTime.parse(occurredAt));
        assertThat(AttributeRules.isTime(CloudEventParser.one(told).occurredAt()))
                .isTrue();
    }

    @Test
    void aUuidIsTheEventIdAndAnotherIdMakesOneOfItAndItsSource() {
        String uuid = "0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10";
        assertThat(withId("/s", uuid).eventId()).isEqualTo(UUID.fromString(uuid));
        assertThat(withId("/s", uuid).metadata()).hasToString("{\"cloudEvents\":{\"source\":\"/s\"}}");
        // uuid.uuid5(uuid.UUID("2c7c4d7e-53a0-5b1e-8f0b-3f7e0a6d9c55"), "/s\nA234") of Python
        assertThat(withId("/s", "A234").eventId()).hasToString("9da3f163-5ad7-5cf5-a05f-1f78b80827c4");
        assertThat(withId("/s", "A234").metadata())
                .hasToString("{\"cloudEvents\":{\"id\":\"A234\",\"source\":\"/s\"}}");
        assertThat(withId("/other", "A234").eventId())
                .isNotEqualTo(withId("/s", "A234").eventId());
        String upper = "{\"specversion\":\"1.0\",\"id\":\"0198C5A0-7B6E-7D3A-9F00-2B1F4C1F9A10\",\"source\":\"/s\","
                + "\"type\":\"T\"}";
        assertThat(CloudEventParser.one(upper).eventId()).isEqualTo(UUID.fromString(uuid));
        assertThat(withoutOffset(Sdk.throughUs(upper))).isEqualTo(upper);
    }

    private static NewEvent withId(String source, String id) {
        return CloudEventParser.one("{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"" + source
                + "\",\"type\":\"T\",\"data\":1}");
    }

    private static RecordedEvent ours(String metadata, String data, @Nullable String occurredAt) {
        return Sdk.recorded(new NewEvent(null, "T", "k", JsonText.of(data), JsonText.of(metadata), occurredAt));
    }

    private static JsonValue object(JsonText text, @Nullable String without) {
        var object = Json.createObjectBuilder(
                Json.createReader(new StringReader(text.text())).readObject());
        return without == null ? object.build() : object.remove(without).build();
    }

    private static String withoutOffset(String told) {
        assertThat(told).contains(",\"headraceoffset\":\"41\"");
        return told.replace(",\"headraceoffset\":\"41\"", "");
    }

    /** A key is kept as the characters that it stands for. */
    private static String withoutEscapedKey(String sent) {
        return sent.replace("order-\\u0031", "order-1");
    }
}
