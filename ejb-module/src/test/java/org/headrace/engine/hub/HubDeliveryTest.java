package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which events a subscriber gets, and in which order. */
class HubDeliveryTest {

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        assertThat(client.overlaps()).as("sends while another was on its way").isZero();
        hub.close();
    }

    @Test
    void catchesUpAndGoesOnLiveInOrderEachOnceWhileMoreAreAppended() {
        hub.append("S", 3_000);
        HubConnection connection = hub.connect(client);
        CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 300; i++) {
                hub.append("S", 1 + i % 20);
            }
        });

        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        appending.join();
        hub.append("S", 1);
        long head = hub.log.stream("S").orElseThrow().head();

        client.awaitOffset("S", head);
        assertThat(client.offsets("S")).isEqualTo(upTo(head));
    }

    @Test
    void aSlowClientGetsEverythingOnceAndTheOthersDoNotWaitForIt() {
        HubConnection slow = hub.connect(client.stall());
        slow.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitStalled();
        var quick = new RecordingOutlet();
        hub.connect(quick).subscribe("1", SubscriptionRequest.to("S", 0L));

        // More than the tail holds, so that the slow one falls off it.
        for (int i = 0; i < 40; i++) {
            hub.append("S", 25, "\"" + "x".repeat(1_000) + "\"");
        }
        quick.awaitOffset("S", 999);
        assertThat(client.offsets("S")).isEmpty();
        for (int i = 0; i < 5; i++) {
            client.awaitStalled();
            client.readOne();
        }
        hub.append("S", 1);
        client.readAll();

        client.awaitOffset("S", 1_000);
        assertThat(client.offsets("S")).isEqualTo(upTo(1_000));
        assertThat(quick.offsets("S").subList(0, 1_000)).isEqualTo(upTo(999));
    }

    @Test
    void theConfirmationComesBeforeTheFirstEventAndTheCompletionToo() {
        hub.append("S", 2);
        hub.connect(client).subscribe("call", SubscriptionRequest.to("S", 0L));

        client.awaitOffset("S", 1);
        assertThat(client.messages())
                .containsExactly("confirmed S", "completed call", "event S 0 0 after -1", "event S 1 0 after 0");
    }

    @Test
    void withoutAnOffsetOnlyWhatComesLaterIsSent() {
        hub.append("S", 5);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", null));
        connection.subscribe("2", SubscriptionRequest.to("New", null));
        client.awaitMessage("completed 1");
        client.awaitMessage("completed 2");
        hub.append("S", 1);
        hub.append("New", 1);

        client.awaitOffset("S", 5);
        client.awaitOffset("New", 0);
        assertThat(client.offsets("S")).containsExactly(5L);
        assertThat(client.messages()).contains("event S 5 0 after -1");
    }

    @Test
    void anOffsetInTheFutureIsWaitedFor() {
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 7L));
        client.awaitMessage("confirmed S");
        hub.append("S", 7);
        hub.append("S", 2);

        client.awaitOffset("S", 8);
        assertThat(client.offsets("S")).containsExactly(7L, 8L);
    }

    @Test
    void appendsOfOtherNodesAreFoundByPolling() {
        hub.deaf();
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitMessage("confirmed S");
        hub.append("S", 3);
        client.awaitOffset("S", 2);
        hub.append("S", 1);

        client.awaitOffset("S", 3);
        assertThat(client.offsets("S")).isEqualTo(upTo(3));
    }

    @Test
    void subscribingAgainReplacesTheCursorAndDropsTheReadInFlight() {
        hub.append("S", 10);
        var atTheEdge = new RecordingOutlet();
        hub.connect(atTheEdge).subscribe("1", SubscriptionRequest.to("S", null));
        atTheEdge.awaitMessage("completed 1");
        hub.append("S", 1);
        atTheEdge.awaitOffset("S", 10);

        hub.log.shut();
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        TestHub.await("a read is held up").until(() -> hub.log.heldUp.get() > 0);
        client.awaitMessage("completed 1");
        connection.subscribe("2", SubscriptionRequest.to("S", 8L));
        client.awaitMessage("completed 2");
        hub.log.open();

        client.awaitOffset("S", 10);
        hub.append("S", 1);
        client.awaitOffset("S", 11);
        assertThat(client.offsets("S")).containsExactly(8L, 9L, 10L, 11L);
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(2, 2, 1));
    }

    @Test
    void aLiveSubscriptionThatIsReplacedWhileItLooksForItsPlaceIsNotConfirmed() {
        hub.append("S", 2);
        hub.log.shut();
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", null));
        TestHub.await("held up").until(() -> hub.log.heldUp.get() > 0);
        connection.subscribe("2", SubscriptionRequest.to("S", 1L));
        client.awaitMessage("completed 2");
        hub.log.open();

        client.awaitMessage("completed 1");
        client.awaitOffset("S", 1);
        assertThat(client.messages()).containsOnlyOnce("confirmed S");
        assertThat(client.offsets("S")).containsExactly(1L);
    }

    @Test
    void unsubscribingLeavesTheOthersAlone() {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("A", 0L));
        connection.subscribe("2", SubscriptionRequest.to("B", 0L));
        hub.append("A", 1);
        hub.append("B", 1);
        client.awaitOffset("A", 0);
        client.awaitOffset("B", 0);
        connection.unsubscribe("3", "A");
        connection.unsubscribe("4", "Never");
        client.awaitMessage("completed 4");
        hub.append("A", 1);
        hub.append("B", 2);

        client.awaitOffset("B", 2);
        assertThat(client.offsets("A")).containsExactly(0L);
        assertThat(client.messages()).contains("completed 3");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
    }

    @Test
    void aStreamOfLargeEventsIsNotStarvedByOneOfSmallEvents() {
        hub.append("Small", 10_000, "\"" + "s".repeat(50) + "\"");
        hub.append("Large", 3, "\"" + "L".repeat(60_000) + "\"");
        HubConnection connection = hub.connect(client.stall());
        connection.subscribe("1", SubscriptionRequest.to("Small", 0L));
        connection.subscribe("2", SubscriptionRequest.to("Large", 0L));
        for (int i = 0; i < 12; i++) {
            client.awaitStalled();
            client.readOne();
        }

        assertThat(client.offsets("Large")).isEqualTo(List.of(0L, 1L, 2L));
        assertThat(client.offsets("Small")).hasSizeGreaterThan(1_000).hasSizeLessThan(10_000);
        client.readAll();
        client.awaitOffset("Small", 9_999);
        assertThat(client.offsets("Small")).isEqualTo(upTo(9_999));
    }

    @Test
    void anOutageDelaysAndLosesNothing() {
        hub.append("S", 5);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 4);

        hub.log.down(true);
        hub.append("S", 5);
        connection.subscribe("2", SubscriptionRequest.to("Other", null));
        TestHub.await("reads fail").until(() -> hub.log.failures.get() >= 4);
        connection.unsubscribe("3", "Nothing");
        client.awaitMessage("completed 3");
        assertThat(client.offsets("S")).hasSize(5);
        hub.log.down(false);

        client.awaitOffset("S", 9);
        client.awaitMessage("completed 2");
        assertThat(client.offsets("S")).isEqualTo(upTo(9));
    }

    @Test
    void manySubscribersOfAStreamShareItsReads() {
        List<RecordingOutlet> clients =
                LongStream.range(0, 50).mapToObj(i -> new RecordingOutlet()).toList();
        clients.forEach(c -> hub.connect(c).subscribe("1", SubscriptionRequest.to("S", 0L)));
        clients.forEach(c -> c.awaitMessage("completed 1"));
        int before = hub.log.reads.get();
        for (int i = 0; i < 20; i++) {
            hub.append("S", 1);
            long offset = i;
            clients.forEach(c -> c.awaitOffset("S", offset));
        }

        assertThat(hub.log.reads.get() - before).isBetween(1, 40);
        assertThat(hub.protocol.encoded)
                .hasSize(20)
                .allSatisfy((event, times) -> assertThat(times).as(event).isEqualTo(1));
    }

    @Test
    void aStreamThatDoesNotExistCostsNoRead() {
        hub.connect(client).subscribe("1", SubscriptionRequest.to("Nobody", 0L));
        client.awaitMessage("completed 1");
        hub.skip(Duration.ofSeconds(1));

        assertThat(hub.log.reads.get()).isZero();
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }
}
