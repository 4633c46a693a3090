package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far events are sent ahead of a client's acknowledgements. */
class HubWindowTest {

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void noMoreIsSentThanTheWindowHasUntilTheClientAcknowledges() {
        hub.append("S", 100);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", within(10, 0L));
        client.awaitOffset("S", 9);
        settle(connection, "quiet");
        assertThat(client.offsets("S")).isEqualTo(upTo(9));

        connection.acknowledge(null, "S", 3);
        client.awaitOffset("S", 13);
        connection.acknowledge("below", "S", 2);
        connection.acknowledge("again", "S", 3);
        connection.acknowledge("beyond", "S", 14);
        settle(connection, "still quiet");

        assertThat(client.offsets("S")).isEqualTo(upTo(13));
        assertThat(client.messages())
                .contains("completed below", "completed again", "refused beyond: Offset 14 of S has not been sent");
    }

    @Test
    void theWindowHoldsAtTheLiveEdgeToo() {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", within(3, null));
        client.awaitMessage("completed 1");
        for (int i = 0; i < 20; i++) {
            hub.append("S", 2);
            settle(connection, "appended " + i);
        }
        assertThat(client.offsets("S")).isEqualTo(upTo(2));
        connection.acknowledge(null, "S", 2);
        client.awaitOffset("S", 5);
        settle(connection, "acknowledged");

        assertThat(client.offsets("S")).isEqualTo(upTo(5));
    }

    @Test
    void allComesOnceAndInOrderHoweverItIsAcknowledged() {
        var random = new Random(7);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", within(25, 0L));
        long acknowledged = -1;
        for (int appended = 0; acknowledged < 1_999; ) {
            if (appended < 2_000) {
                int more = Math.min(2_000 - appended, 1 + random.nextInt(60));
                hub.append("S", more);
                appended += more;
            }
            int seen = (int) acknowledged + 1;
            TestHub.await("more events").until(() -> client.offsets("S").size() > seen);
            long last = client.offsets("S").size() - 1L;
            assertThat(last - acknowledged).isLessThanOrEqualTo(25);
            acknowledged += 1 + random.nextInt((int) (last - acknowledged));
            connection.acknowledge(null, "S", acknowledged);
        }

        assertThat(client.offsets("S")).isEqualTo(upTo(1_999));
    }

    @Test
    void whileTheWindowIsClosedNothingIsReadAndTheOtherSubscriptionsGoOn() {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", within(1, 0L));
        connection.subscribe("2", SubscriptionRequest.to("Other", 0L));
        hub.append("S", 1);
        client.awaitOffset("S", 0);
        settle(connection, "closed");
        int before = hub.log.reads.get();
        for (int i = 0; i < 50; i++) {
            hub.append("S", 10);
            settle(connection, "appended " + i);
        }
        assertThat(hub.log.reads.get()).isEqualTo(before);
        hub.append("Other", 3);
        client.awaitOffset("Other", 2);
        assertThat(client.offsets("S")).isEqualTo(upTo(0));
        connection.acknowledge(null, "S", 0);

        client.awaitOffset("S", 1);
    }

    @Test
    void subscribingAgainOpensANewWindow() {
        hub.append("S", 50);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", within(5, 0L));
        client.awaitOffset("S", 4);
        connection.subscribe("2", within(5, 20L));
        client.awaitOffset("S", 24);
        settle(connection, "quiet");

        assertThat(client.offsets("S")).containsExactly(0L, 1L, 2L, 3L, 4L, 20L, 21L, 22L, 23L, 24L);
    }

    /** Whatever was asked for before has been done and answered afterwards. */
    private void settle(HubConnection connection, String mark) {
        connection.unsubscribe(mark, "Nothing");
        client.awaitMessage("completed " + mark);
    }

    private static SubscriptionRequest within(int window, Long from) {
        return new SubscriptionRequest("S", from, new SubscriptionOptions(Set.of(), Set.of(), Window.of(window)));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }
}
