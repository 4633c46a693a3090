package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client answers to events acknowledges them. */
class HubResultsTest {

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void answersInAnyOrderAcknowledgeWhatHasNoGap() {
        hub.append("S", 20);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", answering(4));
        client.awaitOffset("S", 3);
        List<String> ids = ids();
        connection.answered(ids.get(2));
        connection.answered(ids.get(1));
        connection.answered(ids.get(1));
        settle(connection, "the first is missing");
        assertThat(client.offsets("S")).isEqualTo(upTo(3));
        connection.answered(ids.get(0));

        client.awaitOffset("S", 6);
        settle(connection, "quiet");
        assertThat(client.offsets("S")).isEqualTo(upTo(6));
        assertThat(ids()).doesNotHaveDuplicates().hasSize(7);
    }

    @Test
    void allComesOnceAndInOrderHoweverItIsAnswered() {
        var random = new Random(11);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", answering(10));
        List<String> waiting = new ArrayList<>();
        int known = 0;
        for (int appended = 0; known < 1_000 || !waiting.isEmpty(); ) {
            if (appended < 1_000) {
                hub.append("S", 10);
                appended += 10;
            }
            if (waiting.isEmpty()) {
                int seen = known;
                TestHub.await("more events").until(() -> ids().size() > seen);
            }
            List<String> ids = ids();
            waiting.addAll(ids.subList(known, ids.size()));
            known = ids.size();
            assertThat(waiting.size()).isLessThanOrEqualTo(10);
            Collections.shuffle(waiting, random);
            for (int i = random.nextInt(waiting.size()); i >= 0; i--) {
                connection.answered(waiting.remove(0));
            }
        }

        assertThat(client.offsets("S")).isEqualTo(upTo(999));
    }

    @Test
    void answersToNothingThatWasAskedAreIgnored() {
        hub.append("S", 5);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", answering(2));
        client.awaitOffset("S", 1);
        List<String> before = ids();
        connection.subscribe("2", answering(2));
        TestHub.await("anew").until(() -> client.offsets("S").size() == 4);
        for (String id : List.of(
                "", "1", "e1", "e1-", "e9-0", "e2-4", "e2-x", "e-1-0", "9".repeat(40), "e2-" + "9".repeat(19))) {
            connection.answered(id);
        }
        before.forEach(connection::answered);
        settle(connection, "ignored");

        assertThat(client.offsets("S")).containsExactly(0L, 1L, 0L, 1L);
        connection.answered(ids().get(2));
        client.awaitOffset("S", 2);
        assertThat(client.closed()).isNull();
    }

    @Test
    void anAcknowledgementByOffsetCountsForWhatIsToBeAnsweredToo() {
        hub.append("S", 9);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", answering(3));
        client.awaitOffset("S", 2);
        connection.acknowledge("ack", "S", 2);
        client.awaitOffset("S", 5);
        ids().subList(0, 3).forEach(connection::answered);
        settle(connection, "known");

        assertThat(client.offsets("S")).isEqualTo(upTo(5));
    }

    @Test
    void asManyAnswersMayComeAtOnceAsAWindowHasEvents() {
        hub.append("S", 3);
        HubConnection connection = hub.connect(client.stall());
        connection.subscribe("1", answering(3));
        client.awaitStalled();
        for (int i = 0; i < Window.MOST; i++) {
            connection.answered("e1-" + i);
        }
        client.readAll();

        client.awaitOffset("S", 2);
        assertThat(client.closed()).isNull();
    }

    @Test
    void whoSpeaksNothingThatAnswersIsToldHowToAcknowledge() {
        HubConnection connection = hub.connect(client, WordyProtocol.joining().ofListeners());
        connection.subscribe("1", answering(3));

        client.awaitMessage(
                "refused 1: acknowledge must be \"ack\" here, where clients do not answer the calls they get:"
                        + " acknowledge offsets");
        hub.awaitCounts(new HubCounts(1, 0, 0));
    }

    @Test
    void withoutBeingAskedForItNothingIsToBeAnswered() {
        hub.append("S", 1);
        hub.connect(client)
                .subscribe(
                        "1",
                        new SubscriptionRequest("S", 0L, new SubscriptionOptions(Set.of(), Set.of(), Window.of(3))));

        client.awaitMessage("event S 0 0 after -1");
    }

    private void settle(HubConnection connection, String mark) {
        connection.unsubscribe(mark, "Nothing");
        client.awaitMessage("completed " + mark);
    }

    /** Of the events that came, in order. */
    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (String message : client.messages()) {
            int answer = message.indexOf(" answer ");
            if (answer >= 0) {
                ids.add(message.substring(answer + " answer ".length()));
            }
        }
        return ids;
    }

    private static SubscriptionRequest answering(int window) {
        return new SubscriptionRequest("S", 0L, new SubscriptionOptions(Set.of(), Set.of(), new Window(window, true)));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }
}
