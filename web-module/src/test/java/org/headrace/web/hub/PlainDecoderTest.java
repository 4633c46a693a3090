package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.headrace.engine.hub.SubscriptionRequest;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.RefusedSubscription;
import org.headrace.web.hub.HubRequest.SignOfLife;
import org.headrace.web.hub.HubRequest.Subscribe;
import org.headrace.web.hub.HubRequest.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDecoderTest {

    @Test
    void everyOperation() throws Exception {
        assertThat(PlainDecoder.request("{\"op\":\"subscribe\",\"stream\":\"S\",\"from\":3}"))
                .isEqualTo(new Subscribe(null, SubscriptionRequest.to("S", 3L)));
        assertThat(PlainDecoder.request("{\"op\":\"subscribe\",\"stream\":\"S\"}"))
                .isEqualTo(new Subscribe(null, SubscriptionRequest.to("S", null)));
        assertThat(PlainDecoder.request("{\"op\":\"subscribe\",\"stream\":\"S\",\"from\":null}"))
                .isEqualTo(new Subscribe(null, SubscriptionRequest.to("S", null)));
        assertThat(PlainDecoder.request("{\"stream\":\"S\",\"op\":\"unsubscribe\"}"))
                .isEqualTo(new Unsubscribe(null, "S"));
        assertThat(PlainDecoder.request("{\"op\":\"ack\",\"stream\":\"S\",\"offset\":9}"))
                .isEqualTo(new Acknowledge(null, "S", 9));
        assertThat(PlainDecoder.request("{\"op\":\"ping\"}")).isEqualTo(new SignOfLife());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"op\":7,\"stream\":\"S\"}",
                "{\"op\":\"nothing\",\"stream\":\"S\"}",
                "{\"op\":\"subscribe\"}",
                "{\"op\":\"subscribe\",\"stream\":7}",
                "{\"op\":\"subscribe\",\"stream\":\"S\",\"from\":\"0\"}",
                "{\"op\":\"subscribe\",\"stream\":\"S\",\"from\":1.5}",
                "{\"op\":\"subscribe\",\"stream\":\"S\",\"form\":0}",
                "{\"op\":\"ack\",\"stream\":\"S\"}",
                "{\"op\":\"ack\",\"stream\":\"S\",\"offset\":-1}"
            })
    void whatCannotBeCarriedOutIsRefused(String message) throws Exception {
        assertThat(PlainDecoder.request(message)).isInstanceOf(RefusedSubscription.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "subscribe", "[]", "{\"op\":\"ping\"}{", "{\"op\":"})
    void whatIsNoObjectIsMalformed(String message) {
        assertThatThrownBy(() -> PlainDecoder.request(message)).isInstanceOf(MalformedMessageException.class);
    }
}
