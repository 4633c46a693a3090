package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.headrace.engine.hub.SubscriptionAction.Pause;
import org.headrace.engine.hub.SubscriptionAction.Resume;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of clients that do not keep up. */
class SlowClientTest {

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aConflatingOneGoesOnAtTheNewestEventAndIsToldWhatItMissed() {
        live(Policy.CONFLATE, 50);
        fallBehind(100);

        client.awaitOffset("S", 102);
        hub.append("S", 1);
        client.awaitOffset("S", 103);
        assertThat(client.messages())
                .containsSubsequence(
                        "event S 1 0 after 0",
                        "event S 2 0 after 1",
                        "skipped S 3 to 101",
                        "event S 102 0 after 2",
                        "event S 103 0 after 102");
        assertThat(client.offsets("S")).containsExactly(0L, 1L, 2L, 102L, 103L);
    }

    @Test
    void aLagOfWhatIsAllowedIsBorne() {
        live(Policy.CONFLATE, 50);
        fallBehind(50);

        client.awaitOffset("S", 52);
        assertThat(client.messages()).noneMatch(message -> message.startsWith("skipped"));
        assertThat(client.offsets("S"))
                .isEqualTo(LongStream.rangeClosed(0, 52).boxed().toList());
    }

    @Test
    void aConflatingOneSkipsWhatTheNodeHoldsNoMoreWithoutReadingIt() {
        live(Policy.CONFLATE, 50);
        client.stall();
        hub.append("S", 1);
        client.awaitStalled();
        for (int i = 0; i < 40; i++) {
            hub.append("S", 25, "\"" + "x".repeat(1_000) + "\"");
        }
        hub.append("S", 1);
        int before = hub.log.eventsRead.get();
        client.readAll();
        client.awaitOffset("S", 1_003);

        assertThat(client.messages()).contains("skipped S 3 to 1002", "event S 1003 0 after 2");
        assertThat(hub.log.eventsRead.get() - before)
                .as("the newest, and at the most one page that the node was reading for its tail already")
                .isLessThanOrEqualTo(501);
    }

    @Test
    void whoCatchesUpIsNotSlow() {
        hub.append("S", 5_000);
        subscribe(client, Policy.CONFLATE, 50, 0L);
        var other = new RecordingOutlet();
        subscribe(other, Policy.DISCONNECT, 50, 0L);

        client.awaitOffset("S", 4_999);
        other.awaitOffset("S", 4_999);
        hub.skip(Duration.ofSeconds(2));
        assertThat(client.offsets("S"))
                .isEqualTo(LongStream.range(0, 5_000).boxed().toList());
        assertThat(other.closed()).isNull();
    }

    @Test
    void whoCatchesUpFromTheStartIsNotSlowThoughTheNodeDidNotKnowWhereTheStreamEnds() {
        hub.append("S", 5_000);
        hub.deaf();
        subscribe(client, Policy.CONFLATE, 50, 0L);

        client.awaitOffset("S", 4_999);
        assertThat(client.messages()).noneMatch(message -> message.startsWith("skipped"));
    }

    @Test
    void aGapIsAMessageOfItsOwnWhereMessagesAreNotJoined() {
        hub.append("S", 1);
        HubConnection connection = hub.connect(client, new WordyProtocol(false));
        connection.subscribe("1", request(Policy.CONFLATE, 10, 0L));
        connection.subscribe("2", SubscriptionRequest.to("T", 0L));
        client.awaitOffset("S", 0);
        client.awaitMessage("completed 2");
        client.stall();
        hub.append("T", 1);
        client.awaitStalled();
        hub.append("S", 100);
        client.readAll();
        client.awaitOffset("S", 100);

        assertThat(client.frames())
                .allSatisfy(f -> assertThat(WordyProtocol.messages(f)).hasSize(1));
        assertThat(client.messages()).containsSubsequence("skipped S 1 to 99", "event S 100 0 after 0");
    }

    @Test
    void aDisconnectingOneIsToldWhereItWasAndClosed() {
        live(Policy.DISCONNECT, 50);
        client.stall();
        hub.append("S", 1);
        client.awaitStalled();
        hub.append("S", 51);
        hub.awaitCounts(new HubCounts(1, 0, 0));
        client.readAll();

        client.awaitClosed();
        assertThat(client.offsets("S")).containsExactly(0L, 1L, 2L);
        assertThat(client.messages())
                .last()
                .isEqualTo(
                        "close The subscription to S is 51 events behind, more than its maxLag of 50, and whenSlow is"
                                + " disconnect. To go on, subscribe from the offset after the last one received; the next one"
                                + " to be sent was 3");
        hub.awaitCounts(new HubCounts(0, 0, 0));
    }

    @Test
    void aDisconnectingOneThatIsAsSlowAsIsAllowedStays() {
        live(Policy.DISCONNECT, 50);
        client.stall();
        hub.append("S", 1);
        client.awaitStalled();
        hub.append("S", 50);
        hub.skip(Duration.ofSeconds(11));
        var pinged = new RecordingOutlet();
        hub.connect(pinged);
        hub.skip(Duration.ofSeconds(11));
        pinged.awaitMessage("ping");
        client.readAll();

        client.awaitOffset("S", 52);
        assertThat(client.closed()).isNull();
    }

    @Test
    void whoWasPausedByAnOperatorIsNotSlow() {
        HubConnection conflating = live(Policy.CONFLATE, 50);
        var other = new RecordingOutlet();
        HubConnection impatient = subscribe(other, Policy.DISCONNECT, 50, 0L);
        other.awaitOffset("S", 1);
        other.awaitMessage("completed 1");
        List.of(conflating, impatient).forEach(connection -> {
            connection.ask(desk -> desk.carryOut("S", new Pause(), "")).join();
        });
        hub.append("S", 100);
        var pinged = new RecordingOutlet();
        hub.connect(pinged);
        hub.skip(Duration.ofSeconds(11));
        pinged.awaitMessage("ping");
        List.of(conflating, impatient).forEach(connection -> {
            connection.ask(desk -> desk.carryOut("S", new Resume(), "")).join();
        });

        client.awaitOffset("S", 101);
        other.awaitOffset("S", 101);
        assertThat(client.offsets("S"))
                .isEqualTo(LongStream.rangeClosed(0, 101).boxed().toList());
    }

    @Test
    void whoIsNotSubscribedSoIsNotHarmed() {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitMessage("completed 1");
        client.stall();
        hub.append("S", 1);
        client.awaitStalled();
        hub.append("S", 5_000);
        client.readAll();

        client.awaitOffset("S", 5_000);
        assertThat(client.offsets("S"))
                .isEqualTo(LongStream.rangeClosed(0, 5_000).boxed().toList());
    }

    /** A subscription that has been sent events 0 and 1, and waits for more. */
    private HubConnection live(Policy policy, long maxLag) {
        hub.append("S", 2);
        HubConnection connection = subscribe(client, policy, maxLag, 0L);
        client.awaitOffset("S", 1);
        client.awaitMessage("completed 1");
        return connection;
    }

    /** The next event is on its way while so many more are appended. */
    private void fallBehind(int events) {
        client.stall();
        hub.append("S", 1);
        client.awaitStalled();
        hub.append("S", events);
        client.readAll();
    }

    private HubConnection subscribe(RecordingOutlet outlet, Policy policy, long maxLag, long from) {
        HubConnection connection = hub.connect(outlet);
        connection.subscribe("1", request(policy, maxLag, from));
        return connection;
    }

    private static SubscriptionRequest request(Policy policy, long maxLag, long from) {
        return new SubscriptionRequest(
                "S", from, new SubscriptionOptions(Set.of(), Set.of(), new WhenSlow(policy, maxLag), Map.of()));
    }
}
