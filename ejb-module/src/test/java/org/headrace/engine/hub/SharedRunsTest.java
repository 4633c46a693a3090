package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.headrace.engine.stream.LiveStream;
import org.headrace.engine.stream.StreamListener;
import org.headrace.engine.stream.TailEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made once for all subscribers, and what is not. */
class SharedRunsTest {

    private final TestHub hub = new TestHub();

    @AfterEach
    void close() {
        hub.close();
    }

    private RecordingOutlet subscriber(SubscriptionOptions options) {
        var client = new RecordingOutlet();
        hub.connect(client).subscribe("1", new SubscriptionRequest("S", 0L, options));
        client.awaitMessage("completed 1");
        return client;
    }

    private static FrameText newest(RecordingOutlet client) {
        List<FrameText> frames = client.texts();
        return frames.get(frames.size() - 1);
    }

    @Test
    void subscribersAtTheLiveEdgeAreSentTheSameFrame() {
        List<RecordingOutlet> clients = Stream.generate(() -> subscriber(SubscriptionOptions.NONE))
                .limit(5)
                .toList();
        for (long last : List.of(29L, 59L)) {
            hub.append("S", 30);
            clients.forEach(client -> client.awaitOffset("S", last));

            assertThat(clients).as("a frame of 30 events").allSatisfy(client -> assertThat(newest(client))
                    .isSameAs(newest(clients.get(0))));
        }
        assertThat(newest(clients.get(0)).text().lines()).hasSize(30);
    }

    @Test
    void whoIsSentSomethingElseIsSentItsOwn() {
        RecordingOutlet all = subscriber(SubscriptionOptions.NONE);
        RecordingOutlet none = subscriber(new SubscriptionOptions(Set.of("Other"), Set.of()));
        RecordingOutlet answering = subscriber(new SubscriptionOptions(Set.of(), Set.of(), new Window(100, true)));
        RecordingOutlet few = subscriber(new SubscriptionOptions(Set.of(), Set.of(), Window.of(2)));
        hub.append("S", 30);
        all.awaitOffset("S", 29);
        answering.awaitOffset("S", 29);
        few.awaitOffset("S", 1);

        assertThat(none.offsets("S")).isEmpty();
        assertThat(few.offsets("S")).hasSize(2);
        assertThat(newest(answering).text()).contains("event S 29 0 after 28 answer ");
        assertThat(newest(all).text()).contains("event S 29 0 after 28\n");
    }

    @Test
    void twoSubscriptionsOfAConnectionTakeTurns() {
        var client = new RecordingOutlet();
        HubConnection connection = hub.connect(client.stall());
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        connection.subscribe("2", SubscriptionRequest.to("T", 0L));
        client.awaitStalled();
        hub.append("S", 100);
        hub.append("T", 100);
        TestHub.await("both are known").until(() -> hub.streams.head("S") == 99 && hub.streams.head("T") == 99);
        client.readAll();
        client.awaitOffset("S", 99);
        client.awaitOffset("T", 99);

        assertThat(client.offsets("S")).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(client.offsets("T")).hasSize(100).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anEventOfAnotherHistoryIsAnotherEvent() {
        RecordingOutlet before = subscriber(SubscriptionOptions.NONE);
        hub.append("S", 3);
        before.awaitOffset("S", 2);
        hub.append("S", 1);
        before.awaitOffset("S", 3);
        hub.restore("S", 3);
        TestHub.await("it is noticed").until(() -> hub.streams.head("S") == 2);

        var after = new RecordingOutlet();
        hub.connect(after).subscribe("1", SubscriptionRequest.to("S", 2L));
        after.awaitOffset("S", 2);
        hub.append("S", 1, "\"anew\"");
        hub.streams.appended("S", 3);
        after.awaitOffset("S", 3);

        assertThat(after.messages()).last().asString().startsWith("event S 3 \"anew\"");
    }

    @Test
    void whatIsNotAskedForAnyMoreMakesRoom() {
        hub.append("S", SharedRuns.MOST_RUNS + 10);
        List<TailEvent> events = held(SharedRuns.MOST_RUNS + 10);
        var runs = new SharedRuns();
        for (TailEvent event : events) {
            runs.get(event, hub.protocol, 1, () -> List.of(event));
            runs.get(events.get(0), hub.protocol, 1, () -> List.of());
        }

        assertThat(runs.size()).isEqualTo(SharedRuns.MOST_RUNS);
    }

    @Test
    void whoLeavesLastTakesThemAlong() {
        List<RecordingOutlet> clients = List.of(new RecordingOutlet(), new RecordingOutlet());
        List<HubConnection> connections = clients.stream().map(hub::connect).toList();
        connections.forEach(connection -> connection.subscribe("1", SubscriptionRequest.to("S", 0L)));
        clients.forEach(client -> client.awaitMessage("completed 1"));
        hub.append("S", 3);
        clients.forEach(client -> client.awaitOffset("S", 2));

        connections.get(0).gone();
        TestHub.await("one has left").until(() -> hub.engine.counts().subscriptions() == 1);
        assertThat(hub.engine.runs().size()).isPositive();
        connections.get(1).gone();

        TestHub.await("nothing is kept").until(() -> hub.engine.runs().size() == 0);
    }

    @Test
    void largeOnesMakeRoomSooner() {
        int size = SharedRuns.MOST_CHARS / 4;
        hub.append("S", 8, "\"" + "x".repeat(size) + "\"");
        var runs = new SharedRuns();
        for (TailEvent event : held(4)) {
            runs.get(event, hub.protocol, 1, () -> List.of(event));
        }

        assertThat(runs.size()).isEqualTo(3);
    }

    /** The newest ones, as the node holds them. */
    private List<TailEvent> held(int most) {
        LiveStream live = hub.streams.watch("S", Duration.ofSeconds(1), StreamListener.NONE).stream();
        TestHub.await("it is known").until(() -> live.head() > 0);
        List<TailEvent> held = new ArrayList<>();
        for (long offset = live.head() - most + 1; offset <= live.head(); offset++) {
            long next = offset;
            held.add(TestHub.await(next + " is held")
                    .until(() -> live.take(() -> {}, next, 1).events(), events -> !events.isEmpty())
                    .get(0));
        }
        return held;
    }
}
