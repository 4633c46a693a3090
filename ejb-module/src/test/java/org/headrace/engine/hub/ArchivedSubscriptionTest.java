package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.headrace.operator.Operator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions to streams whose oldest events are archived. */
class ArchivedSubscriptionTest {

    private static final Operator ADA = new Operator("ada", "");

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void oneBelowTheLineIsToldTheFirstOffsetAndGetsNoEvent() {
        hub.append("S", 10);
        hub.retention.archiveBelow("S", 7, ADA);
        HubConnection connection = hub.connect(client);

        connection.subscribe("1", SubscriptionRequest.to("S", 3L));
        awaitRefusal("below offset 7");
        connection.subscribe("2", SubscriptionRequest.to("S", 7L));
        client.awaitOffset("S", 9);

        assertThat(client.offsets("S")).containsExactly(7L, 8L, 9L);
    }

    @Test
    void oneBelowTheLineOfAWhollyArchivedStreamIsToldToo() {
        hub.append("S", 10);
        hub.retention.archiveBelow("S", 10, ADA);
        HubConnection connection = hub.connect(client);

        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        awaitRefusal("below offset 10");
        connection.subscribe("2", SubscriptionRequest.to("S", 10L));
        client.awaitMessage("completed 2");
        hub.append("S", 1);
        client.awaitOffset("S", 10);

        assertThat(client.offsets("S")).containsExactly(10L);
    }

    @Test
    void aSlowOneWhosePlaceIsArchivedIsToldWhenItGetsThere() {
        HubConnection slow = hub.connect(client.stall());
        slow.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitStalled();
        // More than the tail holds, so that it falls off it.
        for (int i = 0; i < 40; i++) {
            hub.append("S", 25, "\"" + "x".repeat(1_000) + "\"");
        }
        hub.retention.archiveBelow("S", 900, ADA);
        client.readAll();

        awaitRefusal("below offset 900");
        assertThat(client.offsets("S")).as("no hole").isSorted().allMatch(offset -> offset < 900);
    }

    @Test
    void aConnectionThatIsOneSubscriptionEndsWithIt() {
        hub.append("S", 10);
        hub.retention.archiveBelow("S", 7, ADA);
        hub.connect(client, WordyProtocol.ofOneSubscription()).subscribe(null, SubscriptionRequest.to("S", 3L));

        client.awaitClosed();
        assertThat(client.messages())
                .last(InstanceOfAssertFactories.STRING)
                .startsWith("close Events of S below offset 7 are archived");
        hub.awaitCounts(new HubCounts(0, 0, 0));
    }

    private void awaitRefusal(String text) {
        TestHub.await(text).until(() -> client.messages().stream()
                .anyMatch(message -> message.startsWith("error") && message.contains(text)));
    }
}
