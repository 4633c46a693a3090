package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.headrace.engine.stream.LiveStream;
import org.headrace.engine.stream.LiveStream.Waiter;
import org.headrace.engine.stream.StreamListener;
import org.headrace.json.JsonText;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions that want some events of a stream only. */
class FilteredSubscriptionTest {

    private static final SubscriptionOptions NOTHING = types("Nothing");

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void eventsOfOtherTypesAreNeitherSentNorEncodedWhetherReadOrLive() {
        hub.append("S", event("A", null), event("B", null), event("C", null), event("A", null));
        hub.connect(client).subscribe("1", new SubscriptionRequest("S", 0L, types("A", "C")));
        client.awaitOffset("S", 3);
        hub.append("S", event("B", null), event("C", null), event("D", null), event("A", null));
        client.awaitOffset("S", 7);

        assertThat(client.messages())
                .containsExactly(
                        "confirmed S",
                        "completed 1",
                        "event S 0 0 after -1",
                        "event S 2 0 after 0",
                        "event S 3 0 after 2",
                        "event S 5 0 after 3",
                        "event S 7 0 after 5");
        assertThat(hub.protocol.encoded).containsOnlyKeys("S@0", "S@2", "S@3", "S@5", "S@7");
    }

    @Test
    void aKeyAndATypeMustBothFitWhereBothAreAskedFor() {
        hub.append("S", event("A", "k"), event("A", "l"), event("B", "k"), event("A", null), event("A", "m"));
        HubConnection connection = hub.connect(client);
        var keys = new SubscriptionOptions(Set.of(), Set.of("k", "m"));
        connection.subscribe("1", new SubscriptionRequest("S", 0L, keys));
        client.awaitOffset("S", 4);
        assertThat(client.offsets("S")).containsExactly(0L, 2L, 4L);

        var other = new RecordingOutlet();
        var both = new SubscriptionOptions(Set.of("A"), Set.of("k", "m"));
        hub.connect(other).subscribe("1", new SubscriptionRequest("S", 0L, both));
        other.awaitOffset("S", 4);
        assertThat(other.offsets("S")).containsExactly(0L, 4L);
    }

    @Test
    void whatIsNotWantedIsReadOnceHoweverMuchAndHoweverLargeItIs() {
        hub.append("S", 3_000);
        for (int i = 0; i < 20; i++) {
            hub.append("S", 100, "\"" + "x".repeat(2_000) + "\"");
        }
        holdTheNewestOnly(5_000);
        int before = hub.log.eventsRead.get();
        hub.connect(client).subscribe("1", new SubscriptionRequest("S", 0L, types("Wanted")));
        client.awaitOffset("S", 5_000);

        assertThat(client.messages()).contains("event S 5000 0 after -1");
        assertThat(hub.log.eventsRead.get() - before).isBetween(5_000, 5_001);
    }

    @Test
    void whatFollowsTheLastOneWantedIsNotReadAgain() {
        hub.append("S", event("Wanted", null));
        hub.append("S", 1_000);
        holdTheNewestOnly(1_001);
        int before = hub.log.eventsRead.get();
        hub.connect(client).subscribe("1", new SubscriptionRequest("S", 0L, types("Wanted")));
        client.awaitOffset("S", 1_001);

        assertThat(client.offsets("S")).containsExactly(0L, 1_001L);
        assertThat(hub.log.eventsRead.get() - before).isBetween(1_001, 1_002);
    }

    @Test
    void whatIsWantedAmongMuchThatIsNotIsSentOnceAndInOrderToAClientThatReadsSlowly() {
        for (int i = 0; i < 200; i++) {
            hub.append("S", 20, "\"" + "x".repeat(500) + "\"");
            hub.append("S", event("Wanted", null, "\"" + "y".repeat(2_000) + "\""));
        }
        holdTheNewestOnly(200 * 21);
        hub.connect(client.stall()).subscribe("1", new SubscriptionRequest("S", 0L, types("Wanted")));
        for (int i = 0; i < 4; i++) {
            client.awaitStalled();
            client.readOne();
        }
        client.readAll();
        client.awaitOffset("S", 200 * 21);

        assertThat(client.offsets("S"))
                .isEqualTo(LongStream.concat(LongStream.range(0, 200).map(i -> i * 21 + 20), LongStream.of(200 * 21))
                        .boxed()
                        .toList());
    }

    @Test
    void ofWhatTheNodeHoldsSoMuchIsLookedAtForAFrameAndThenOthersHaveTheThread() {
        int all = 3 * FrameWriter.MOST_PASSED;
        long from = all - 2L * FrameWriter.MOST_PASSED - 100;
        hub.append("S", all);
        hub.connect(client).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", all - 1L);
        LiveStream live = hub.streams.watch("S", Duration.ofSeconds(1), StreamListener.NONE).stream();
        var subscription = new Subscription(1, live, NOTHING, null);
        subscription.startAt(from);
        var subscriptions = new Subscriptions();
        subscriptions.add(subscription);
        var woken = new AtomicInteger();
        Waiter waiter = woken::incrementAndGet;
        var writer = new FrameWriter(new ControlQueue(), subscriptions, new SharedRuns(), waiter, behind -> {
            throw new AssertionError("all of it is held");
        });

        for (int frames = 1; frames <= 2; frames++) {
            assertThat(writer.next(hub.protocol)).isNull();
            assertThat(woken).hasValue(frames);
            assertThat(subscription.next()).isEqualTo(from + (long) frames * FrameWriter.MOST_PASSED);
        }
        assertThat(writer.next(hub.protocol)).isNull();
        assertThat(subscription.next()).isEqualTo(all);
        assertThat(woken).as("at the live edge the stream wakes it").hasValue(2);
        hub.append("S", 1);
        TestHub.await("woken").until(() -> woken.get() == 3);
    }

    @Test
    void aConnectionThatWantsNothingIsServedInItsOtherSubscriptions() {
        hub.append("S", 10_000);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", new SubscriptionRequest("S", 0L, NOTHING));
        connection.subscribe("2", SubscriptionRequest.to("T", 0L));
        hub.append("T", 3);
        client.awaitOffset("T", 2);
        hub.append("S", event("Nothing", null));
        client.awaitOffset("S", 10_000);

        assertThat(client.offsets("S")).containsExactly(10_000L);
    }

    /** One more event, which is wanted, is all that the node holds: those before it must be read. */
    private void holdTheNewestOnly(long newest) {
        var atTheEdge = new RecordingOutlet();
        hub.connect(atTheEdge).subscribe("1", SubscriptionRequest.to("S", null));
        atTheEdge.awaitMessage("completed 1");
        hub.append("S", event("Wanted", null));
        atTheEdge.awaitOffset("S", newest);
    }

    private static SubscriptionOptions types(String... types) {
        return new SubscriptionOptions(Set.copyOf(List.of(types)), Set.of());
    }

    private static NewEvent event(String type, @Nullable String key) {
        return event(type, key, "0");
    }

    private static NewEvent event(String type, @Nullable String key, String data) {
        NewEvent event = NewEvent.of(type, JsonText.of(data));
        return key == null ? event : event.withKey(key);
    }
}
