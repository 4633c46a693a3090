package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.headrace.engine.stream.LiveStream.Waiter;
import org.headrace.json.JsonText;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.stream.Append;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.EventPage;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What readers of one stream share, and what they are given. */
class LiveStreamTest {

    private final TestNode node = new TestNode();
    private final LiveStream stream = node.watch("S").stream();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void whatOneHasReadTheOthersAreGiven() {
        node.append("S", 5);
        for (int reader = 0; reader < 10; reader++) {
            EventPage page = stream.read(0, 100);
            assertThat(TestNode.offsets(page.events())).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(page.head()).isEqualTo(4);
            assertThat(page.nextOffset()).isEqualTo(5);
        }

        assertThat(node.log.reads).hasValue(1);
    }

    @Test
    void aPageIsAsFullAsOneOfTheStore() {
        node.append("S", 3);
        assertThat(stream.read(0, 10).events()).hasSize(3);
        node.append("S", 1_000);

        assertThat(TestNode.offsets(stream.read(1, 900).events()))
                .hasSize(900)
                .startsWith(1L, 2L, 3L)
                .endsWith(900L);
        assertThat(stream.read(2, 1).events()).hasSize(1);
        assertThat(node.log.eventsRead).as("each once").hasValue(901);
    }

    @Test
    void whoeverIsBehindReadsTheStoreAndDisturbsNobody() {
        node.append("S", 2_000);
        assertThat(stream.read(1_990, 100).events()).hasSize(10);
        int before = node.log.reads.get();
        assertThat(TestNode.offsets(stream.read(0, 3).events())).containsExactly(0L, 1L, 2L);
        assertThat(node.log.reads.get() - before).isEqualTo(1);

        assertThat(stream.read(1_990, 100).events()).hasSize(10);
        assertThat(node.log.reads.get() - before).isEqualTo(1);
    }

    @Test
    void whoLooksFurtherThanIsKnownSeesTheStore() {
        node.appendElsewhere("S", 3);

        EventPage page = stream.read(3, 10);
        assertThat(page.events()).isEmpty();
        assertThat(page.head()).isEqualTo(2);
        assertThat(stream.head()).isEqualTo(2);
        assertThat(node.changes).isEqualTo(1);
    }

    @Test
    void aStreamThatDoesNotExistIsEmpty() {
        EventPage page = stream.read(0, 10);

        assertThat(page.events()).isEmpty();
        assertThat(page.head()).isEqualTo(-1);
    }

    @Test
    void manyWhoReadAtOnceWaitForOneRead() throws Exception {
        node.append("S", 4);
        node.log.shut();
        try (var threads = new Concurrently()) {
            List<Future<EventPage>> readers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                readers.add(threads.start(() -> stream.read(0, 10)));
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.log.heldUp.get() == 1);
            node.log.open();
            for (Future<EventPage> reader : readers) {
                assertThat(Concurrently.await(reader).events()).hasSize(4);
            }
        }

        assertThat(node.log.reads).hasValue(1);
    }

    @Test
    void whoWaitedForAReadThatFailedReadsAlone() throws Exception {
        node.append("S", 4);
        node.log.shut();
        node.log.down(true);
        try (var threads = new Concurrently()) {
            Future<EventPage> one = threads.start(() -> stream.read(0, 10));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.log.heldUp.get() == 1);
            node.log.open();
            assertThatThrownBy(() -> Concurrently.await(one)).hasCauseInstanceOf(EventLogUnavailableException.class);
        }
        node.log.down(false);

        assertThat(stream.read(0, 10).events()).hasSize(4);
        assertThat(node.log.failures).hasValue(1);
    }

    @Test
    void whoTakesIsWokenOnceThereIsSomething() {
        List<String> woken = new ArrayList<>();
        Waiter atTheEnd = () -> woken.add("at the end");
        Waiter inTheFuture = () -> woken.add("in the future");
        assertThat(stream.take(atTheEnd, 0, 10).events()).isEmpty();
        assertThat(stream.take(inTheFuture, 2, 10).events()).isEmpty();
        node.append("S", 2);
        assertThat(woken).containsExactly("at the end");
        assertThat(stream.take(atTheEnd, 0, 10).events()).hasSize(2);
        node.append("S", 1);

        assertThat(woken).containsExactly("at the end", "in the future");
        assertThat(node.log.eventsRead).hasValue(3);
    }

    @Test
    void whoTakesAndIsBehindIsToldSo() {
        node.append("S", 100);
        List<String> woken = new ArrayList<>();
        stream.read(90, 100);

        assertThat(stream.take(() -> woken.add("woken"), 50, 10).behind()).isTrue();
        assertThat(TestNode.offsets(
                        stream.readBehind(50, 10 << 10, Integer.MAX_VALUE).events()))
                .startsWith(50L, 51L);
    }

    @Test
    void afterAnOutageNothingThatWasHeldIsBelieved() {
        node.append("S", 5);
        assertThat(stream.read(0, 10).events()).hasSize(5);
        StoredEventLog standBy = node.newLog();
        append(standBy, 6, "\"another history\"");
        node.log.down(true);
        node.pass(Duration.ofSeconds(2));
        assertThat(node.log.failures.get()).isPositive();
        node.log.down(false);
        node.log.become(standBy);

        assertThat(stream.read(0, 10).events())
                .hasSize(6)
                .allSatisfy(event -> assertThat(event.data().text()).contains("another history"));
    }

    @Test
    void aStreamThatWentBackIsNoticedAndReadAnew() {
        node.append("S", 5);
        assertThat(stream.read(0, 10).events()).hasSize(5);
        int told = node.changes;
        StoredEventLog restored = node.newLog();
        append(restored, 3, "\"restored\"");
        node.log.become(restored);
        node.pass(TestNode.INTERVAL);

        assertThat(stream.head()).isEqualTo(2);
        assertThat(node.changes).isGreaterThan(told);
        assertThat(stream.read(1, 10).events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.data().text()).contains("restored"));
    }

    @Test
    void whoReadsBeyondAStreamThatWentBackSeesItsHead() {
        node.append("S", 5);
        assertThat(stream.read(0, 10).events()).hasSize(5);
        StoredEventLog restored = node.newLog();
        append(restored, 3, "0");
        node.log.become(restored);

        assertThat(stream.read(5, 10).head()).isEqualTo(2);
    }

    @Test
    void aReadThatBeganBeforeDoubtAroseIsNotHeld() throws Exception {
        node.append("S", 5);
        node.log.shut();
        try (var threads = new Concurrently()) {
            Future<EventPage> early = threads.start(() -> stream.read(0, 10));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.log.heldUp.get() == 1);
            node.streams.doubt();
            node.log.open();
            assertThat(Concurrently.await(early).events()).hasSize(5);
        }

        assertThat(node.streams.bytesHeld()).isZero();
    }

    @Test
    void whenNobodyIsInterestedAnyMoreNothingIsHeld() {
        Interest other = node.watch("S");
        node.append("S", 5);
        stream.read(0, 10);
        assertThat(node.streams.bytesHeld()).isPositive();
        stream.interests().get(0).close();
        assertThat(node.streams.bytesHeld()).isPositive();
        other.close();
        other.close();

        assertThat(node.streams.bytesHeld()).isZero();
        assertThat(node.streams.head("S")).isEqualTo(-1);
        assertThat(node.streams.read("S", 0, 10).events()).hasSize(5);
    }

    private static void append(StoredEventLog log, int count, String data) {
        for (int i = 0; i < count; i++) {
            log.append(Append.to("S", NewEvent.of("Tested", JsonText.of(data))));
        }
    }
}
