package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.headrace.engine.hub.HubObserver.Refusal;
import org.headrace.engine.hub.HubObserver.Shed;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of connections that are refused or closed, each once. */
class HubObserverTest {

    private static final HubSettings SETTINGS = new HubSettings(
            Duration.ofSeconds(5),
            10,
            2,
            Duration.ofMillis(500),
            HubSettings.Heartbeat.DEFAULT,
            new ClientLimits(1, 0, 100, 10_000, 1_000));

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final List<Shed> sheds = new CopyOnWriteArrayList<>();
    private final TestHub hub = new TestHub(SETTINGS, StreamAccess.OPEN, new HubObserver() {
        @Override
        public void refused(Refusal why) {
            refusals.add(why);
        }

        @Override
        public void shed(Shed why) {
            sheds.add(why);
        }
    });
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void refusalsTellWhy() throws Exception {
        var ada = new ClientOrigin("ada", "127.0.0.1");
        hub.engine.open(client, ada);
        assertThatThrownBy(() -> hub.engine.requireRoom(ada)).isInstanceOf(TooManyConnectionsException.class);
        assertThatThrownBy(() -> hub.engine.open(client, ada)).isInstanceOf(TooManyConnectionsException.class);
        hub.connect(client);
        assertThatThrownBy(() -> hub.engine.open(client, ClientOrigin.UNKNOWN))
                .isInstanceOf(HubUnavailableException.class);

        assertThat(refusals).containsExactly(Refusal.QUOTA, Refusal.QUOTA, Refusal.FULL);
        assertThat(sheds).isEmpty();
    }

    @Test
    void oneThatDoesNotReadIsToldOnce() {
        hub.append("S", 1);
        hub.connect(client.stall()).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitStalled();
        hub.skip(Duration.ofSeconds(6));

        awaitShed(Shed.NOT_READING);
    }

    @Test
    void silenceIsToldOnce() {
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitMessage("completed 1");
        hub.skip(Duration.ofSeconds(31));

        awaitShed(Shed.SILENT);
    }

    @Test
    void aMissingHandshakeIsToldOnce() throws Exception {
        hub.engine.open(client, ClientOrigin.UNKNOWN);
        hub.skip(Duration.ofSeconds(16));

        awaitShed(Shed.NO_HANDSHAKE);
    }

    @Test
    void oneThatAsksForTooMuchAtOnceIsToldOnce() {
        HubConnection connection = hub.connect(client.stall());
        IntStream.range(0, 200_000).forEach(i -> connection.unsubscribe("1", "S"));

        TestHub.await("shed").until(() -> !sheds.isEmpty());
        hub.awaitCounts(new HubCounts(0, 0, 0));
        assertThat(sheds).hasSize(1);
        assertThat(sheds.get(0)).isIn(Shed.TOO_MANY_CALLS, Shed.ANSWERS_NOT_READ);
    }

    @Test
    void oneThatIsTooFarBehindIsToldOnceAndSeenBefore() {
        hub.append("S", 2);
        var whenSlow = new WhenSlow(Policy.DISCONNECT, 50);
        var options = new SubscriptionOptions(Set.of(), Set.of(), whenSlow, Map.of());
        hub.connect(client).subscribe("1", new SubscriptionRequest("S", 0L, options));
        client.awaitOffset("S", 1);
        client.awaitMessage("completed 1");
        client.stall();
        hub.append("S", 1);
        client.awaitStalled();

        hub.append("S", 100);

        TestHub.await("lag").until(() -> hub.engine.mostBehind() >= 100);
        TestHub.await("shed").until(() -> sheds.equals(List.of(Shed.TOO_FAR_BEHIND)));
    }

    @Test
    void whatIsSentIsCounted() {
        hub.append("S", 3);
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 2);

        TestHub.await("traffic")
                .until(() ->
                        hub.engine.traffic().messages() == client.messages().size());
        assertThat(hub.engine.traffic().characters()).isGreaterThan(20);
    }

    private void awaitShed(Shed why) {
        TestHub.await("shed").until(() -> !sheds.isEmpty());
        hub.awaitCounts(new HubCounts(0, 0, 0));
        assertThat(sheds).containsExactly(why);
    }
}
