package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a connection puts its messages into frames. */
class HubWriterTest {

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void oneFrameIsOnItsWayAtATimeHoweverMuchThereIsToSay() {
        hub.append("S", 2_000, "\"" + "x".repeat(200) + "\"");
        HubConnection connection = hub.connect(client.stall());
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitStalled();
        for (int i = 0; i < 100; i++) {
            connection.unsubscribe("u" + i, "Nothing");
            hub.append("S", 1);
        }
        connection.heard();

        assertThat(client.frames()).hasSize(1);
        client.readAll();
        client.awaitOffset("S", 2_099);
        assertThat(client.overlaps()).isZero();
        assertThat(client.messages()).contains("completed u0", "completed u99");
    }

    @Test
    void messagesAreJoinedUpToTheSizeOfAFrame() {
        hub.append("S", 2_000, "\"" + "x".repeat(200) + "\"");
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));

        client.awaitOffset("S", 1_999);
        List<String> frames = client.frames();
        assertThat(frames).hasSizeLessThan(40).allSatisfy(f -> assertThat(f.length())
                .isLessThanOrEqualTo(Frame.CHARS));
        assertThat(frames).anySatisfy(f -> assertThat(f.length()).isGreaterThan(Frame.CHARS / 2));
    }

    @Test
    void aProtocolThatDoesNotJoinGetsOneMessageAFrame() {
        hub.append("S", 50);
        hub.connect(client, new WordyProtocol(false)).subscribe("1", SubscriptionRequest.to("S", 0L));

        client.awaitOffset("S", 49);
        assertThat(client.frames()).hasSize(52).allSatisfy(f -> assertThat(WordyProtocol.messages(f))
                .hasSize(1));
    }

    @Test
    void anEventLargerThanAFrameGoesAlone() {
        hub.append("S", 1);
        hub.append("S", 1, "\"" + "x".repeat(500_000) + "\"");
        hub.append("S", 1);
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));

        client.awaitOffset("S", 2);
        assertThat(client.offsets("S")).containsExactly(0L, 1L, 2L);
        assertThat(client.frames())
                .filteredOn(f -> f.length() > Frame.CHARS)
                .singleElement()
                .satisfies(f -> assertThat(WordyProtocol.messages(f)).hasSize(1));
    }

    @Test
    void anEventIsEncodedOnceAProtocol() {
        var other = WordyProtocol.joining();
        List<RecordingOutlet> clients = List.of(new RecordingOutlet(), new RecordingOutlet(), new RecordingOutlet());
        hub.connect(clients.get(0)).subscribe("1", SubscriptionRequest.to("S", 0L));
        hub.connect(clients.get(1)).subscribe("1", SubscriptionRequest.to("S", 0L));
        hub.connect(clients.get(2), other).subscribe("1", SubscriptionRequest.to("S", 0L));
        clients.forEach(c -> c.awaitMessage("completed 1"));
        hub.append("S", 30);

        clients.forEach(c -> c.awaitOffset("S", 29));
        assertThat(hub.protocol.encoded.values()).hasSize(30).containsOnly(1);
        assertThat(other.encoded.values()).hasSize(30).containsOnly(1);
    }

    @Test
    void whoAsksAndNeverReadsIsCutOff() {
        HubConnection connection = hub.connect(client.stall());
        connection.unsubscribe("first", "Nothing");
        client.awaitStalled();
        for (int i = 0; i < 2 * ControlQueue.MOST_MESSAGES; i++) {
            connection.refuse("call" + i, "no");
        }

        client.awaitClosed();
        hub.awaitCounts(new HubCounts(0, 0, 0));
        assertThat(client.frames()).hasSize(1);
    }

    @Test
    void aPingGoesOutWhenNothingElseHas() {
        HubConnection connection = hub.connect(client);
        connection.unsubscribe("1", "Nothing");
        client.awaitMessage("completed 1");
        hub.skip(Duration.ofSeconds(11));

        client.awaitMessage("ping");
        assertThat(client.probes).hasValue(0);
        assertThat(client.closed()).isNull();
    }

    @Test
    void acknowledgementsAreTakenOfWhatWasSent() {
        hub.append("S", 3);
        HubConnection connection = hub.connect(client);
        connection.acknowledge("early", "S", 0);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 2);
        connection.acknowledge("2", "S", 2);
        connection.acknowledge("3", "S", 3);
        connection.acknowledge(null, "S", 1);
        connection.unsubscribe("4", "S");

        client.awaitMessage("completed 4");
        assertThat(client.messages())
                .contains(
                        "refused early: Not subscribed to S",
                        "completed 2",
                        "refused 3: Offset 3 of S has not been sent");
    }
}
