package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients are told of a database that was restored to an earlier state. */
class RestoredSubscriptionTest {

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void oneThatWasSentWhatIsNoMoreIsEndedAndToldWhereToGoOn() {
        hub.append("S", 10);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 9);

        hub.restore("S", 4);
        TestHub.await("it is noticed").until(() -> hub.streams.head("S") == 3);
        hub.append("S", 9);
        hub.streams.appended("S", 12);
        awaitError("offset 4 on are not those that were sent, and this subscription was at 10: it has ended");
        connection.subscribe("2", SubscriptionRequest.to("S", 4L));
        client.awaitOffset("S", 12);

        List<String> events = client.messages().stream()
                .filter(message -> message.startsWith("event"))
                .toList();
        assertThat(events.subList(10, events.size()))
                .as("nothing of the new history before it asked for it")
                .hasSize(9)
                .first(InstanceOfAssertFactories.STRING)
                .startsWith("event S 4 ");
    }

    @Test
    void oneThatHadNotComeSoFarGoesOn() {
        hub.append("S", 30);
        HubConnection connection = hub.connect(client);
        var window = new SubscriptionOptions(Set.of(), Set.of(), Window.of(3));
        connection.subscribe("1", new SubscriptionRequest("S", 0L, window));
        client.awaitOffset("S", 2);

        hub.restore("S", 8);
        TestHub.await("it is noticed").until(() -> hub.streams.head("S") == 7);
        connection.acknowledge("2", "S", 2);
        client.awaitOffset("S", 5);

        assertThat(client.offsets("S")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(client.messages()).noneMatch(message -> message.startsWith("error"));
        assertThat(client.messages()).contains("event S 3 \"restored\" after 2");
    }

    @Test
    void oneThatComesBackFromBeyondTheEndIsToldSo() {
        hub.append("S", 4);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 10L));

        awaitError("Stream S ends at 3, and this subscription waits for offset 10. If that was read before");
        connection.subscribe("2", SubscriptionRequest.to("S", 4L));
        client.awaitMessage("completed 2");
        hub.append("S", 1);
        client.awaitOffset("S", 4);
        assertThat(client.messages())
                .filteredOn(message -> message.startsWith("error"))
                .hasSize(1);
    }

    @Test
    void aConnectionThatIsOneSubscriptionEndsWithIt() {
        hub.append("S", 10);
        hub.connect(client, WordyProtocol.ofOneSubscription()).subscribe(null, SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 9);

        hub.restore("S", 4);
        client.awaitClosed();

        assertThat(client.messages())
                .last(InstanceOfAssertFactories.STRING)
                .startsWith("close The database was restored");
        hub.awaitCounts(new HubCounts(0, 0, 0));
    }

    private void awaitError(String text) {
        TestHub.await(text).until(() -> client.messages().stream()
                .anyMatch(message -> message.startsWith("error") && message.contains(text)));
    }
}
