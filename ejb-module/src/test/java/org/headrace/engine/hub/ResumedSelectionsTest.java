package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.headrace.json.JsonText;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not want everything and come back: what is sent again is what was sent, gaps included. */
class ResumedSelectionsTest {

    private final TestHub hub = new TestHub();
    private final ReturningClient client = new ReturningClient(hub, "name");

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whatWasPassedOverIsNotSentTheSecondTimeEither() {
        for (int i = 0; i < 50; i++) {
            hub.append("a-1", 1 + i % 3);
            hub.append("a-1", NewEvent.of("Wanted", JsonText.of("1")));
        }
        client.subscribe("1", new SubscriptionRequest("a-*", 0L, new SubscriptionOptions(Set.of("Wanted"), Set.of())));
        client.awaitOffset("a-1", 148);
        List<String> sent = sent();
        client.cut(0);
        client.comeBack();

        client.awaitOffset("a-1", 148);
        assertThat(sent).filteredOn(message -> message.startsWith("event")).hasSize(50);
        assertThat(sent()).isEqualTo(sent);
    }

    @Test
    void aGapComesAgainInItsPlace() {
        var conflated =
                new SubscriptionOptions(Set.of(), Set.of(), Window.NONE, new WhenSlow(Policy.CONFLATE, 10), Map.of());
        client.subscribe("1", new SubscriptionRequest("S", null, conflated));
        client.awaitAccepted("completed 1");
        hub.append("S", 1);
        client.awaitOffset("S", 0);
        hub.append("S", 100);
        client.awaitOffset("S", 100);
        List<String> sent = sent();
        client.cut(0);
        client.comeBack();

        client.awaitOffset("S", 100);
        assertThat(sent).contains("skipped S 1 to 99");
        assertThat(sent()).isEqualTo(sent);
    }

    /** On this transport, by number. */
    private List<String> sent() {
        return client.outlet().messages().stream()
                .filter(WordyProtocol::isNumbered)
                .toList();
    }
}
