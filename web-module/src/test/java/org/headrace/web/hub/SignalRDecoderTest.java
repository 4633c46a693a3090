package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalRDecoderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"S\",0 | 0",
                "\"S\",9223372036854775807 | 9223372036854775807",
                "\"S\" | -",
                "\"S\",null | -",
                "\"S\",-1 | -1"
            })
    void subscriptionsHaveOneArgumentOrTwo(String arguments, @Nullable Long from) throws Exception {
        assertThat(invocation("SubscribeToStream", arguments))
                .isEqualTo(new Subscribe("7", SubscriptionRequest.to("S", from)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"S\",0,1",
                "\"S\",0,[]",
                "\"S\",0,{\"eventType\":[\"A\"]}",
                "\"S\",0,{\"keys\":\"a\"}",
                "\"S\",0,{\"keys\":[]}",
                "\"S\",0,{\"keys\":[1]}",
                "\"S\",0,{},1",
                "7",
                "null",
                "7,0",
                "{\"a\":1}",
                "\"S\",\"0\"",
                "\"S\",0.5",
                "\"S\",1e3",
                "\"S\",true",
                "\"S\",[0]",
                "\"S\",99999999999999999999"
            })
    void otherSubscriptionsAreRefused(String arguments) throws Exception {
        assertThat(invocation("SubscribeToStream", arguments))
                .isInstanceOfSatisfying(
                        RefusedSubscription.class, r -> assertThat(r.call()).isEqualTo("7"));
    }

    @Test
    void aThirdArgumentHasOptions() throws Exception {
        var options = new SubscriptionOptions(Set.of("A", "B"), Set.of("k"), Window.of(5));

        assertThat(invocation(
                        "SubscribeToStream",
                        "\"S\",null,{\"eventTypes\":[\"A\",\"B\",\"A\"],\"keys\":[\"k\"],\"window\":5}"))
                .isEqualTo(new Subscribe("7", new SubscriptionRequest("S", null, options)));
        assertThat(invocation("SubscribeToStream", "\"S\",0,{\"eventTypes\":null}"))
                .isEqualTo(new Subscribe("7", SubscriptionRequest.to("S", 0L)));
        assertThat(invocation("SubscribeToStream", "\"S\",0,{\"typo\":1}"))
                .isEqualTo(new RefusedSubscription(
                        "7",
                        "S",
                        "typo is unknown: there are eventTypes, keys, window, acknowledge, whenSlow, maxLag, offsets"));
    }

    @Test
    void theOtherMethods() throws Exception {
        assertThat(invocation("UnsubscribeFromStream", "\"S\"")).isEqualTo(new Unsubscribe("7", "S"));
        assertThat(invocation("Ack", "\"S\",12")).isEqualTo(new Acknowledge("7", "S", 12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UnsubscribeFromStream | 7",
                "UnsubscribeFromStream | \"S\",0",
                "Ack | \"S\"",
                "Ack | \"S\",-1",
                "Ack | \"S\",\"1\"",
                "Ack | 1,1",
                "subscribetostream | \"S\"",
                "NoSuchMethod | 1"
            })
    void whatCannotBeCarriedOutIsRefused(String method, String arguments) throws Exception {
        assertThat(invocation(method, arguments))
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.call()).isEqualTo("7"));
    }

    @Test
    void aCallWithoutAnIdWantsNoAnswer() throws Exception {
        assertThat(SignalRDecoder.request("{\"type\":1,\"target\":\"Nothing\",\"arguments\":[]}"))
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.call()).isNull());
        assertThat(SignalRDecoder.request(
                        "{\"arguments\":[\"\\u0053\"],\"invocationId\":null,\"target\":\"SubscribeToStream\",\"type\":1,"
                                + "\"headers\":{\"a\":\"b\"},\"streamIds\":[]}"))
                .isEqualTo(new Subscribe(null, SubscriptionRequest.to("S", null)));
    }

    @Test
    void streamingInvocationsAreRefused() throws Exception {
        assertThat(SignalRDecoder.request("{\"type\":4,\"invocationId\":\"1\",\"target\":\"T\",\"arguments\":[]}"))
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.call()).isEqualTo("1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":3,\"invocationId\":\"e1-7\"}",
                "{\"type\":3,\"invocationId\":\"e1-7\",\"result\":{\"a\":[1]}}",
                "{\"error\":\"Client didn't provide a result.\",\"invocationId\":\"e1-7\",\"type\":3}"
            })
    void aCompletionAnswersACall(String message) throws Exception {
        assertThat(SignalRDecoder.request(message)).isEqualTo(new Answer("e1-7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":6}", "{\"type\":99}", "{\"type\":4611686018427387904}"})
    void therestIsASignOfLife(String message) throws Exception {
        assertThat(SignalRDecoder.request(message)).isEqualTo(new SignOfLife());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":3}",
                "{\"type\":2,\"invocationId\":\"1\",\"item\":1}",
                "{\"type\":5,\"invocationId\":\"1\"}"
            })
    void whatNothingIsDoneAboutIsNumberedAllTheSame(String message) throws Exception {
        assertThat(SignalRDecoder.request(message)).isEqualTo(new Unheeded());
    }

    @Test
    void acksAndSequences() throws Exception {
        assertThat(SignalRDecoder.request("{\"type\":8,\"sequenceId\":7}")).isEqualTo(new Received(7));
        assertThat(SignalRDecoder.request("{\"sequenceId\":1,\"type\":9}")).isEqualTo(new ContinueAt(1));
    }

    @Test
    void callsAreNumberedAndWhatIsAboutTheConnectionIsNot() throws Exception {
        assertThat(List.of(
                        invocation("SubscribeToStream", "\"S\",0"),
                        invocation("UnsubscribeFromStream", "\"S\""),
                        invocation("Ack", "\"S\",0"),
                        invocation("NoSuchMethod", ""),
                        invocation("SubscribeToStream", ""),
                        SignalRDecoder.request("{\"type\":3}")))
                .allMatch(HubRequest::isNumbered);
        assertThat(List.of(
                        SignalRDecoder.request("{\"type\":6}"),
                        SignalRDecoder.request("{\"type\":7}"),
                        SignalRDecoder.request("{\"type\":8,\"sequenceId\":7}"),
                        SignalRDecoder.request("{\"type\":9,\"sequenceId\":7}")))
                .noneMatch(HubRequest::isNumbered);
    }

    @Test
    void aCloseIsAGoodbye() throws Exception {
        assertThat(SignalRDecoder.request("{\"type\":7}")).isEqualTo(new Goodbye());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{}",
                "{\"type\":\"1\"}",
                "{\"type\":0}",
                "{\"type\":-1}",
                "{\"type\":1.5}",
                "{\"type\":1,\"arguments\":[]}",
                "{\"type\":1,\"target\":7,\"arguments\":[]}",
                "{\"type\":1,\"target\":\"T\"}",
                "{\"type\":1,\"target\":\"T\",\"arguments\":{}}",
                "{\"type\":1,\"target\":\"T\",\"arguments\":[],\"invocationId\":7}",
                "{\"type\":6}x",
                "{\"type\":8}",
                "{\"type\":8,\"sequenceId\":\"1\"}",
                "{\"type\":9,\"sequenceId\":1.5}"
            })
    void whatIsNotOfTheProtocolIsMalformed(String message) {
        assertThatThrownBy(() -> SignalRDecoder.request(message)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void recordsEndInTheirSeparator() throws Exception {
        assertThat(SignalRDecoder.records("a\u001eb\u001e")).containsExactly("a", "b");
        assertThatThrownBy(() -> SignalRDecoder.records("a\u001eb")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> SignalRDecoder.records("a")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> SignalRDecoder.records("")).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"protocol\":\"json\",\"version\":1} | JSON",
                "{\"version\":1,\"protocol\":\"json\",\"more\":true} | JSON",
                "{\"protocol\":\"messagepack\",\"version\":1} | MESSAGEPACK",
            })
    void theHandshake(String record, Handshake.Protocol asked) throws Exception {
        assertThat(Handshake.of(record, false)).isEqualTo(new Handshake(asked, 1));
        assertThat(Handshake.of(record, true)).isEqualTo(new Handshake(asked, 1));
        assertThat(Handshake.of(record.replace("1}", "2}").replace("1,", "2,"), true))
                .isEqualTo(new Handshake(asked, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"protocol\":\"json\",\"version\":2} | Version 2",
                "{\"protocol\":\"json\",\"version\":3} | Version 3",
                "{\"protocol\":\"messagepack\",\"version\":2} | Version 2",
                "{\"protocol\":\"blazorpack\",\"version\":1} | 'blazorpack' is not supported",
                "{\"protocol\":\"MessagePack\",\"version\":1} | 'MessagePack' is not supported",
                "{\"protocol\":\"json\"} | must name",
                "{\"version\":1} | must name",
                "{\"protocol\":null,\"version\":1} | must name",
                "[] | not JSON",
                "{ | not JSON"
            })
    void handshakesThatAreRefused(String record, String fault) {
        assertThatThrownBy(() -> Handshake.of(record, false))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(fault);
    }

    private static HubRequest invocation(String method, String arguments) throws Exception {
        return SignalRDecoder.request(
                "{\"type\":1,\"invocationId\":\"7\",\"target\":\"" + method + "\",\"arguments\":[" + arguments + "]}");
    }
}
