package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.headrace.engine.hub.ConnectionStatus.Details;
import org.headrace.engine.hub.HubSettings.Heartbeat;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions to all streams whose names begin alike. */
class PatternSubscriptionTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int MOST_STREAMS = 5;

    private final TestHub hub = new TestHub(
            new HubSettings(
                    Duration.ofSeconds(30),
                    3,
                    100,
                    INTERVAL,
                    Heartbeat.DEFAULT,
                    new ClientLimits(1_000, 0, 100, 1_000, MOST_STREAMS)),
            (origin, stream) -> !stream.endsWith("secret"));
    private final RecordingOutlet client = new RecordingOutlet();
    private final HubConnection connection = hub.connect(client);

    @AfterEach
    void close() {
        assertThat(client.overlaps()).as("sends while another was on its way").isZero();
        hub.close();
    }

    @Test
    void withoutAnOffsetThereAreNewEventsOfOldStreamsAndAllOfNewOnes() {
        hub.append("orders-1", 3);
        hub.append("order", 1);
        subscribe("orders-*", null);
        client.awaitMessage("completed orders-*");
        hub.append("orders-1", 1);
        hub.append("orders-2", 2);
        hub.append("order", 1);
        client.awaitOffset("orders-1", 3);
        client.awaitOffset("orders-2", 1);

        assertThat(client.messages().subList(0, 2)).containsExactly("confirmed orders-*", "completed orders-*");
        assertThat(client.messages())
                .contains("event orders-1 3 0 after -1", "event orders-2 0 0 after -1", "event orders-2 1 0 after 0");
        assertThat(client.offsets("orders-1")).containsExactly(3L);
        assertThat(client.offsets("order")).isEmpty();
    }

    @Test
    void anOperatorSeesThePatternsAndWhatTheyMatch() {
        hub.append("orders-1", 3);
        subscribe("orders-*", 0L);
        subscribe("bills-*", 0L);
        connection.subscribe("named", SubscriptionRequest.to("orders", 0L));
        client.awaitOffset("orders-1", 2);
        client.awaitMessage("completed bills-*");
        client.awaitMessage("completed named");

        Details details = connection.details().join();
        assertThat(details.patterns()).containsExactly("bills-*", "orders-*");
        assertThat(details.subscriptions())
                .extracting(SubscriptionStatus::stream, SubscriptionStatus::pattern)
                .containsExactly(tuple("orders", null), tuple("orders-1", "orders-*"));
    }

    @Test
    void anOffsetIsThatOfEveryStreamUnlessItHasOneOfItsOwn() {
        hub.append("orders-1", 5);
        hub.append("orders-2", 5);
        hub.append("orders-3", 1);
        var offsets =
                new SubscriptionOptions(Set.of(), Set.of(), WhenSlow.DEFAULT, Map.of("orders-2", 4L, "orders-4", 1L));
        connection.subscribe("1", new SubscriptionRequest("orders-*", 2L, offsets));
        client.awaitMessage("completed 1");
        hub.append("orders-3", 3);
        hub.append("orders-4", 2);

        client.awaitOffset("orders-1", 4);
        client.awaitOffset("orders-2", 4);
        client.awaitOffset("orders-3", 3);
        client.awaitOffset("orders-4", 1);
        assertThat(client.offsets("orders-1")).containsExactly(2L, 3L, 4L);
        assertThat(client.offsets("orders-2")).containsExactly(4L);
        assertThat(client.offsets("orders-3")).containsExactly(2L, 3L);
        assertThat(client.offsets("orders-4")).containsExactly(1L);
    }

    @Test
    void streamsThatOtherNodesMakeAreFoundByOneQueryAnIntervalForAllPatterns() {
        hub.deaf();
        subscribe("a-*", null);
        subscribe("b-*", null);
        var other = new RecordingOutlet();
        hub.connect(other).subscribe("1", SubscriptionRequest.to("a-*", null));
        other.awaitMessage("completed 1");
        client.awaitMessage("completed b-*");
        int before = hub.log.prefixQueries.get();
        long begun = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            hub.append("a-" + i, 1);
            hub.append("b-" + i, 1);
            client.awaitOffset("a-" + i, 0);
            client.awaitOffset("b-" + i, 0);
            other.awaitOffset("a-" + i, 0);
        }
        long intervals = (System.nanoTime() - begun) / INTERVAL.toNanos();

        // Until the pace has slowed down it is asked more often.
        assertThat(hub.log.prefixQueries.get() - before).isBetween(2, (int) intervals + 8);
    }

    @Test
    void thoseThatThisNodeMakesAreFoundWithoutAQueryAndNothingIsAskedWhenNobodySearches() {
        subscribe("orders-*", null);
        client.awaitMessage("completed orders-*");
        hub.log.shut();
        TestHub.await("queries are held up").until(() -> hub.log.heldUp.get() > 0);
        connection.subscribe("x", SubscriptionRequest.to("other", 0L));
        client.awaitMessage("completed x");
        hub.append("orders-1", 1);
        TestHub.await("it is known").until(() -> hub.engine.counts().streams() == 2);
        hub.log.open();
        client.awaitOffset("orders-1", 0);

        connection.unsubscribe("u", "orders-*");
        client.awaitMessage("completed u");
        TestHub.await("queries under way end")
                .pollInterval(INTERVAL.multipliedBy(3))
                .until(() -> queriesWithin(INTERVAL.multipliedBy(5)) == 0);
    }

    private int queriesWithin(Duration time) {
        int before = hub.log.prefixQueries.get();
        long begun = System.nanoTime();
        TestHub.await("time passes").until(() -> System.nanoTime() - begun > time.toNanos());
        return hub.log.prefixQueries.get() - before;
    }

    @Test
    void aPatternCountsAsOneSubscriptionAndLeavesNothingBehind() {
        List.of("a-1", "a-2", "a-3", "a-4").forEach(stream -> hub.append(stream, 1));
        subscribe("a-*", 0L);
        client.awaitOffset("a-4", 0);
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 4));
        subscribe("b-*", 0L);
        subscribe("c", 0L);
        subscribe("d", 0L);
        subscribe("d-*", 0L);
        client.awaitMessage("refused d-*: A connection may have 3 subscriptions");
        assertThat(client.messages()).contains("refused d: A connection may have 3 subscriptions");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 3, 5));
        connection.unsubscribe("u", "a-*");
        client.awaitMessage("completed u");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 2, 1));
        hub.append("a-1", 1);
        subscribe("a-*", 1L);
        client.awaitOffset("a-1", 1);
        connection.gone();

        hub.awaitCounts(new HubCounts(0, 0, 0));
        assertThat(client.offsets("a-1")).containsExactly(0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"or*ders", "*-1", "**", "orders-**", "or*s-*"})
    void aStarElsewhereIsRefusedWithARemedy(String pattern) {
        subscribe(pattern, 0L);

        client.awaitMessage("refused " + pattern + ": streamName may have one * and only as its last character:"
                + " orders-* matches all streams whose names begin with orders-");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 0, 0));
    }

    @Test
    void offsetsMustBeOfStreamsThatThePatternMatches() {
        var offsets = new SubscriptionOptions(Set.of(), Set.of(), WhenSlow.DEFAULT, Map.of("a-1", 4L));
        connection.subscribe("1", new SubscriptionRequest("b-*", null, offsets));
        connection.subscribe("2", new SubscriptionRequest("a-1", null, offsets));

        client.awaitMessage("refused 1: offsets names a-1, which b-* does not match");
        client.awaitMessage("refused 2: offsets is for patterns such as orders-*: say startFromOffset");
    }

    @Test
    void aPatternThatMatchesTooMuchEndsAndHarmsNobody() {
        for (int i = 0; i < MOST_STREAMS; i++) {
            hub.append("a-" + i, 1);
        }
        subscribe("a-*", 0L);
        subscribe("b", 0L);
        for (int i = 0; i < MOST_STREAMS; i++) {
            client.awaitOffset("a-" + i, 0);
        }
        hub.append("a-5", 1);
        String reason = "More than 5 streams match a-* (headrace.hub.max-matched-streams): this subscription has ended."
                + " Subscribe to a longer beginning";
        client.awaitMessage("error " + reason);
        hub.awaitCounts(new HubCounts(1, 1, 1));
        subscribe("a-*", 0L);
        client.awaitMessage("refused a-*: " + reason);
        hub.append("b", 1);
        client.awaitOffset("b", 0);
        hub.append("a-1", 1);
        subscribe("a-1*", 0L);
        client.awaitOffset("a-1", 1);

        assertThat(client.offsets("a-1")).containsExactly(0L, 0L, 1L);
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 2, 2));
    }

    @Test
    void aStreamThatIsSubscribedToByItsNameIsSentOnceAndThePatternGoesOnWhereThatEnds() {
        hub.append("a-1", 3);
        subscribe("a-*", 0L);
        client.awaitOffset("a-1", 2);
        subscribe("a-1", 2L);
        client.awaitMessage("completed a-1");
        hub.append("a-1", 2);
        client.awaitOffset("a-1", 4);
        assertThat(client.offsets("a-1")).containsExactly(0L, 1L, 2L, 2L, 3L, 4L);
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 2, 1));

        connection.unsubscribe("u", "a-1");
        client.awaitMessage("completed u");
        hub.append("a-1", 1);
        client.awaitOffset("a-1", 5);
        connection.unsubscribe("v", "a-1");
        client.awaitMessage("completed v");
        hub.append("a-1", 1);
        client.awaitOffset("a-1", 6);

        assertThat(client.offsets("a-1")).containsExactly(0L, 1L, 2L, 2L, 3L, 4L, 5L, 6L);
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
    }

    @Test
    void ofTwoPatternsTheEarlierHasTheStreamAndThenTheOtherGoesOnInItsPlace() {
        hub.append("a-1", 3);
        hub.append("a-2", 1);
        subscribe("a-1*", 1L);
        subscribe("a-*", 0L);
        client.awaitOffset("a-1", 2);
        client.awaitOffset("a-2", 0);
        hub.append("a-1", 1);
        client.awaitOffset("a-1", 3);
        assertThat(client.offsets("a-1")).containsExactly(1L, 2L, 3L);

        connection.unsubscribe("u", "a-1*");
        client.awaitMessage("completed u");
        hub.append("a-1", 1);
        client.awaitOffset("a-1", 4);
        assertThat(client.offsets("a-1")).containsExactly(1L, 2L, 3L, 4L);
        connection.unsubscribe("v", "a-*");
        client.awaitMessage("completed v");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 0, 0));
    }

    @Test
    void subscribingAgainToThePatternReplacesIt() {
        hub.append("a-1", 3);
        subscribe("a-*", 0L);
        client.awaitOffset("a-1", 2);
        connection.subscribe("again", SubscriptionRequest.to("a-*", 2L));
        client.awaitMessage("completed again");
        hub.append("a-1", 1);
        client.awaitOffset("a-1", 3);

        assertThat(client.offsets("a-1")).containsExactly(0L, 1L, 2L, 2L, 3L);
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
    }

    @Test
    void onePatternThatIsGivenUpWhileItIsLookedForIsAnsweredAndNotConfirmed() {
        hub.append("a-1", 1);
        hub.log.shut();
        subscribe("a-*", 0L);
        TestHub.await("held up").until(() -> hub.log.heldUp.get() > 0);
        connection.unsubscribe("u", "a-*");
        client.awaitMessage("completed u");
        hub.log.open();

        client.awaitMessage("completed a-*");
        assertThat(client.messages()).containsExactly("completed u", "completed a-*");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 0, 0));
    }

    @Test
    void whatAClientMayNotReadIsLeftOutOfAPatternAndRefusedByItsName() {
        hub.append("a-1", 1);
        hub.append("a-secret", 1);
        subscribe("a-*", 0L);
        client.awaitOffset("a-1", 0);
        hub.append("a-2-secret", 1);
        hub.append("a-3", 1);
        client.awaitOffset("a-3", 0);
        subscribe("a-secret", 0L);
        client.awaitMessage(
                "refused a-secret: streamName is a-secret, which this client may not read: connect as a user who may");

        assertThat(client.messages()).noneMatch(message -> message.startsWith("event") && message.contains("secret"));
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 2));
    }

    @Test
    void itsFilterAndItsPatienceAreThoseOfEveryStream() {
        hub.append("a-1", 1);
        var options = new SubscriptionOptions(Set.of("Tested"), Set.of(), new WhenSlow(Policy.CONFLATE, 10), Map.of());
        connection.subscribe("1", new SubscriptionRequest("a-*", 0L, options));
        client.awaitOffset("a-1", 0);
        hub.append("a-1", NewEvent.of("Other", JsonText.of("0")));
        hub.append("a-2", 1);
        client.awaitOffset("a-2", 0);
        // Until the node knows where the stream ends nothing counts as slow.
        TestHub.await("a gap").until(() -> {
            client.stall();
            hub.append("a-1", 1);
            client.awaitStalled();
            hub.append("a-1", 50);
            client.readAll();
            client.awaitOffset("a-1", hub.log.stream("a-1").orElseThrow().head());
            return client.messages().stream().anyMatch(message -> message.startsWith("skipped a-1 "));
        });

        assertThat(client.offsets("a-1")).contains(0L, 2L).doesNotContain(1L);
    }

    @Test
    void acknowledgementsNameTheStream() {
        hub.append("a-1", 2);
        subscribe("a-*", 0L);
        client.awaitOffset("a-1", 1);
        connection.acknowledge("1", "a-1", 1);
        connection.acknowledge("2", "a-*", 1);

        client.awaitMessage("refused 2: Not subscribed to a-*");
        assertThat(client.messages()).contains("completed 1");
    }

    @Test
    void aStreamWhosePlaceIsArchivedIsToldOfAndTheOthersGoOn() {
        hub.append("a-1", 5);
        hub.append("a-2", 1);
        hub.retention.archiveBelow("a-1", 3, new Operator("ada", ""));
        subscribe("a-*", 0L);
        client.awaitOffset("a-2", 0);
        TestHub.await("told").until(() -> client.messages().stream()
                .anyMatch(message -> message.startsWith("error Events of a-1 below offset 3 are archived")));
        hub.append("a-2", 1);

        client.awaitOffset("a-2", 1);
        assertThat(client.offsets("a-1")).isEmpty();
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
    }

    @Test
    void manyEventsOfManyStreamsComeInOrderEachOnceWhileMoreStreamsAreMade() {
        hub.append("a-0", 500);
        subscribe("a-*", 0L);
        for (int i = 1; i < MOST_STREAMS; i++) {
            for (int j = 0; j < 50; j++) {
                hub.append("a-" + i, 1 + j % 3);
                hub.append("a-0", 1);
            }
        }
        for (int i = 0; i < MOST_STREAMS; i++) {
            String stream = "a-" + i;
            long head = hub.log.stream(stream).orElseThrow().head();
            client.awaitOffset(stream, head);
            assertThat(client.offsets(stream))
                    .isEqualTo(LongStream.rangeClosed(0, head).boxed().toList());
        }
    }

    private void subscribe(String pattern, @Nullable Long from) {
        connection.subscribe(pattern, SubscriptionRequest.to(pattern, from));
    }
}
