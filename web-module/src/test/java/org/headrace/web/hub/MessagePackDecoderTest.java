package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Set;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.SubscriptionRequest;
import org.headrace.engine.hub.Window;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.Answer;
import org.headrace.web.hub.HubRequest.ContinueAt;
import org.headrace.web.hub.HubRequest.Goodbye;
import org.headrace.web.hub.HubRequest.Received;
import org.headrace.web.hub.HubRequest.Refused;
import org.headrace.web.hub.HubRequest.RefusedSubscription;
import org.headrace.web.hub.HubRequest.SignOfLife;
import org.headrace.web.hub.HubRequest.Subscribe;
import org.headrace.web.hub.HubRequest.Unheeded;
import org.headrace.web.hub.HubRequest.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

class MessagePackDecoderTest {

    private static final BigInteger BEYOND_64_BITS = BigInteger.ONE.shiftLeft(63);

    /** What is written into a record. */
    private interface Body {
        MessagePacker write(MessagePacker out) throws IOException;
    }

    @Test
    void theMethods() throws Exception {
        assertThat(invocation(
                        "SubscribeToStream",
                        o -> o.packArrayHeader(2).packString("S\"é😀").packInt(0)))
                .isEqualTo(new Subscribe("7", SubscriptionRequest.to("S\"é😀", 0L)));
        assertThat(invocation(
                        "SubscribeToStream",
                        o -> o.packArrayHeader(2).packString("S").packLong(Long.MAX_VALUE)))
                .isEqualTo(new Subscribe("7", SubscriptionRequest.to("S", Long.MAX_VALUE)));
        assertThat(invocation("SubscribeToStream", o -> o.packArrayHeader(1).packString("S")))
                .isEqualTo(new Subscribe("7", SubscriptionRequest.to("S", null)));
        assertThat(invocation(
                        "SubscribeToStream",
                        o -> o.packArrayHeader(2).packString("S").packNil()))
                .isEqualTo(new Subscribe("7", SubscriptionRequest.to("S", null)));
        assertThat(invocation("SubscribeToStream", o -> o.packArrayHeader(3)
                        .packString("S")
                        .packNil()
                        .packMapHeader(1)
                        .packString("keys")
                        .packArrayHeader(2)
                        .packString("é")
                        .packString("b")))
                .isEqualTo(new Subscribe(
                        "7",
                        new SubscriptionRequest(
                                "S", null, new SubscriptionOptions(Set.of(), Set.of("é", "b"), Window.NONE))));
        assertThat(invocation("UnsubscribeFromStream", o -> o.packArrayHeader(1).packString("S")))
                .isEqualTo(new Unsubscribe("7", "S"));
        assertThat(invocation("Ack", o -> o.packArrayHeader(2).packString("S").packInt(300)))
                .isEqualTo(new Acknowledge("7", "S", 300));
    }

    @Test
    void otherArgumentsAreRefused() throws Exception {
        assertRefused(o -> o.packArrayHeader(0));
        assertRefused(o -> o.packArrayHeader(1).packInt(7));
        assertRefused(o -> o.packArrayHeader(1).packNil());
        assertRefused(o -> o.packArrayHeader(1).packBinaryHeader(1).addPayload(new byte[] {'S'}));
        assertRefused(o -> o.packArrayHeader(2).packString("S").packDouble(0.0));
        assertRefused(o -> o.packArrayHeader(2).packString("S").packDouble(Double.NaN));
        assertRefused(o -> o.packArrayHeader(2).packString("S").packString("0"));
        assertRefused(o -> o.packArrayHeader(2).packString("S").packBoolean(true));
        assertRefused(o -> o.packArrayHeader(2).packString("S").packBigInteger(BEYOND_64_BITS));
        assertRefused(o ->
                o.packArrayHeader(2).packString("S").packMapHeader(1).packInt(1).packArrayHeader(0));
        assertRefused(o -> o.packArrayHeader(3).packString("S").packInt(0).packInt(1));
    }

    @Test
    void headersStreamIdsAndWhatLaterVersionsAddAreSkipped() throws Exception {
        assertThat(request(o -> o.packArrayHeader(7)
                        .packInt(1)
                        .packMapHeader(1)
                        .packString("a")
                        .packString("b")
                        .packNil()
                        .packString("SubscribeToStream")
                        .packArrayHeader(1)
                        .packString("S")
                        .packArrayHeader(0)
                        .packMapHeader(0)))
                .isEqualTo(new Subscribe(null, SubscriptionRequest.to("S", null)));
        assertThat(decoded("9501 80 c0 a141 90"))
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.call()).isNull());
    }

    @Test
    void streamingInvocationsAreRefused() throws Exception {
        assertThat(decoded("9604 80 a137 a141 90 90"))
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.call()).isEqualTo("7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9403 80 a137 02", "9503 80 a137 03 81a14190", "9503 81a161a162 a137 01 a26e6f", "9303 80 a137"})
    void aCompletionAnswersACall(String message) throws Exception {
        assertThat(decoded(message)).isEqualTo(new Answer("7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9106", "9163", "91cf7fffffffffffffff", "dc000106", "9206 c7020542ff"})
    void theRestIsASignOfLife(String message) throws Exception {
        assertThat(decoded(message)).isEqualTo(new SignOfLife());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9402 80 a137 2a", "9103", "9203 80", "9403 80 c0 02", "9305 80 a137"})
    void whatNothingIsDoneAboutIsNumberedAllTheSame(String message) throws Exception {
        assertThat(decoded(message)).isEqualTo(new Unheeded());
        assertThat(decoded(message).isNumbered()).isTrue();
    }

    @Test
    void acksAndSequences() throws Exception {
        assertThat(decoded("9208 2a")).isEqualTo(new Received(42));
        assertThat(decoded("9308 cd0100 c0")).isEqualTo(new Received(256));
        assertThat(decoded("9209 01")).isEqualTo(new ContinueAt(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9107", "9207c0", "9307a3776879c3"})
    void aCloseIsAGoodbye(String message) throws Exception {
        assertThat(decoded(message)).isEqualTo(new Goodbye());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "06",
                "80",
                "c1",
                "90",
                "9100",
                "91ff",
                "91a131",
                "91c0",
                "91cb3ff0000000000000",
                "91cfffffffffffffffff",
                "9206",
                "910600",
                "9501 80 c0 a141",
                "9401 80 c0 a141",
                "9501 80 07 a141 90",
                "9501 80 c0 07 90",
                "9501 80 c0 c0 90",
                "9501 80 c0 a141 80",
                "9501 80 c0 a141 91",
                "9501 80 c0 a1ff 90",
                "9501 80 c0 c40141 90",
                "9501 80 c0 a141 91c1",
                "9501 80 c0 dbffffffff41 90",
                "9501 80 c0 db7fffffff41 90",
                "9501 80 c0 a141 ddffffffff",
                "9501 80 c0 a141 dd7fffffff",
                "9501 df7fffffff",
                "9206 c67fffffff",
                "9108",
                "9109",
                "9208 c0",
                "9209 a131"
            })
    void whatIsNotOfTheProtocolIsMalformed(String message) {
        assertThatThrownBy(() -> decoded(message)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void nestingIsBounded() throws Exception {
        int levels = MessagePackDecoder.MAX_DEPTH - 2;
        assertThat(decoded("9206" + "91".repeat(levels) + "c0")).isEqualTo(new SignOfLife());
        assertThatThrownBy(() -> decoded("9206" + "91".repeat(levels + 2) + "c0"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("levels deep");
        assertThatThrownBy(() -> decoded("9501 80 c0 a141 91" + "81c0".repeat(10_000) + "c0"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("levels deep");
    }

    private static void assertRefused(Body arguments) throws Exception {
        assertThat(invocation("SubscribeToStream", arguments))
                .isInstanceOfSatisfying(
                        RefusedSubscription.class, r -> assertThat(r.call()).isEqualTo("7"));
    }

    private static HubRequest invocation(String method, Body arguments) throws Exception {
        return request(o -> arguments
                .write(o.packArrayHeader(6)
                        .packInt(1)
                        .packMapHeader(0)
                        .packString("7")
                        .packString(method))
                .packArrayHeader(0));
    }

    private static HubRequest request(Body body) throws Exception {
        try (var out = MessagePack.newDefaultBufferPacker()) {
            body.write(out);
            return MessagePackDecoder.request(out.toByteArray());
        }
    }

    private static HubRequest decoded(String hex) throws Exception {
        return MessagePackDecoder.request(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
