package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.headrace.engine.hub.HubSettings.Heartbeat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How connections end, and that nothing is left of them. */
class HubLifeTest {

    private static final HubCounts EMPTY = new HubCounts(0, 0, 0);

    private final TestHub hub = new TestHub(new HubSettings(
            Duration.ofSeconds(5), 3, 40, Duration.ofMillis(100), Heartbeat.DEFAULT, ClientLimits.DEFAULT));
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void nothingIsLeftOfAThousandConnections() {
        hub.append("S", 100);
        for (int i = 0; i < 1_000; i++) {
            var outlet = new RecordingOutlet();
            HubConnection connection = hub.connect(i % 2 == 0 ? outlet : outlet.stall());
            connection.subscribe("1", SubscriptionRequest.to("S", i % 3 == 0 ? null : Long.valueOf(0)));
            connection.subscribe("2", SubscriptionRequest.to("T" + i, 0L));
            connection.gone();
            if (i % 30 == 0) {
                hub.awaitCounts(EMPTY);
            }
        }

        hub.awaitCounts(EMPTY);
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 98L));
        client.awaitOffset("S", 99);
    }

    @Test
    void aClientThatTakesNoFrameForTooLongIsCutOff() {
        hub.append("S", 1);
        hub.connect(client.stall()).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitStalled();
        hub.skip(Duration.ofSeconds(4));
        var other = new RecordingOutlet();
        hub.connect(other).subscribe("1", SubscriptionRequest.to("S", 0L));
        other.awaitOffset("S", 0);
        assertThat(client.closed()).isNull();
        hub.skip(Duration.ofSeconds(2));

        client.awaitClosed();
        assertThat(client.closed()).contains("does not read");
        hub.awaitCounts(new HubCounts(1, 1, 1));
    }

    @Test
    void aFailedSendEndsTheConnection() {
        client.failWith(new IOException("gone"));
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));

        client.awaitClosed();
        hub.awaitCounts(EMPTY);
    }

    @Test
    void aClientThatHasGoneSilentIsToldSoAndClosed() {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitMessage("completed 1");
        hub.skip(Duration.ofSeconds(31));

        client.awaitClosed();
        assertThat(client.messages()).contains("close The client was silent for 30 s come again");
        hub.awaitCounts(EMPTY);
    }

    @Test
    void aSignOfLifeIsEnough() {
        HubConnection connection = hub.connect(client);
        for (int i = 0; i < 4; i++) {
            hub.skip(Duration.ofSeconds(20));
            connection.heard();
        }
        connection.unsubscribe("1", "S");

        client.awaitMessage("completed 1");
        assertThat(client.closed()).isNull();
    }

    @Test
    void aClientThatOnlyListensIsAskedForASignOfLifeHoweverMuchIsSentToIt() {
        HubConnection connection = hub.connect(client, WordyProtocol.joining().ofListeners());
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        for (int i = 0; i < 12; i++) {
            hub.append("S", 1);
            client.awaitOffset("S", i);
            int before = client.probes.get();
            hub.skip(Duration.ofSeconds(6));
            if (i % 2 == 1) {
                Awaitility.await("asked").until(() -> client.probes.get() > before);
                connection.heard();
            }
        }

        assertThat(client.closed()).isNull();
        assertThat(client.messages()).doesNotContain("ping");
    }

    @Test
    void whoNeverSaysWhatItSpeaksIsClosed() throws Exception {
        HubConnection connection = hub.engine.open(client, ClientOrigin.UNKNOWN);
        connection.heard();
        hub.skip(Duration.ofSeconds(16));

        client.awaitClosed();
        assertThat(client.frames()).isEmpty();
        hub.awaitCounts(EMPTY);
    }

    @Test
    void whoSpeaksSomethingElseIsToldSoAndClosed() throws Exception {
        hub.engine.open(client, ClientOrigin.UNKNOWN).reject("what?", "Handshake failed");

        client.awaitClosed();
        assertThat(client.frames()).containsExactly("what?");
        hub.awaitCounts(EMPTY);
    }

    @Test
    void anEndThatIsNotReadIsNotWaitedForForLong() {
        HubConnection connection = hub.connect(client.stall());
        connection.unsubscribe("1", "S");
        client.awaitStalled();
        connection.end("enough", false);
        hub.skip(Duration.ofSeconds(6));

        client.awaitClosed();
        hub.awaitCounts(EMPTY);
    }

    @Test
    void aConnectionHasSoManySubscriptionsAndNoMore() {
        HubConnection connection = hub.connect(client);
        for (int i = 0; i < 4; i++) {
            connection.subscribe("c" + i, SubscriptionRequest.to("S" + i, 0L));
        }
        connection.subscribe("again", SubscriptionRequest.to("S0", 0L));

        client.awaitMessage("completed again");
        assertThat(client.messages())
                .contains(
                        "error A connection may have 3 subscriptions",
                        "refused c3: A connection may have 3 subscriptions");
        assertThat(hub.engine.counts().subscriptions()).isEqualTo(3);
    }

    @Test
    void aNodeHasSoManyConnectionsAndNoMore() throws Exception {
        HubConnection first = hub.engine.open(client, ClientOrigin.UNKNOWN);
        for (int i = 1; i < 40; i++) {
            hub.engine.open(new RecordingOutlet(), ClientOrigin.UNKNOWN);
        }

        assertThatThrownBy(() -> hub.engine.open(new RecordingOutlet(), ClientOrigin.UNKNOWN))
                .isInstanceOf(HubUnavailableException.class)
                .hasMessageContaining("connections");
        first.gone();
        hub.awaitCounts(new HubCounts(39, 0, 0));
        hub.engine.open(new RecordingOutlet(), ClientOrigin.UNKNOWN);
    }

    @Test
    void illegalSubscriptionsAreRefusedAndTheConnectionGoesOn() {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("no such name", 0L));
        connection.subscribe("2", SubscriptionRequest.to("S", -1L));
        connection.subscribe("3", SubscriptionRequest.to("S", 0L));

        client.awaitMessage("completed 3");
        assertThat(client.messages())
                .anyMatch(m -> m.startsWith("refused 1: streamName must be"))
                .anyMatch(m -> m.startsWith("refused 2: startFromOffset must not be negative"));
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
    }

    @Test
    void atAStopAllAreToldToComeAgainAndNoneIsLetIn() {
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitMessage("completed 1");
        hub.engine.stop();

        client.awaitClosed();
        assertThat(client.messages()).contains("close The server is shutting down come again");
        hub.awaitCounts(EMPTY);
        assertThatThrownBy(() -> hub.engine.open(client, ClientOrigin.UNKNOWN))
                .isInstanceOf(HubUnavailableException.class);
    }

    @Test
    void whereTheStopIsCalledOffClientsAreTakenAgain() throws Exception {
        hub.connect(client);
        hub.engine.stop();
        client.awaitClosed();

        hub.engine.goOn();

        hub.connect(new RecordingOutlet());
        assertThat(hub.engine.counts().connections()).isEqualTo(1);
    }
}
