package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a node finds out where streams end. */
class HeadPollTest {

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void oneQueryAsksForAllStreamsOfInterestAndForNoOther() {
        node.append("Other", 1);
        Interest ended = node.watch("Ended");
        List.of("A", "A", "B").forEach(node::watch);
        ended.close();
        node.pass(Duration.ofSeconds(20));
        node.log.streamsAskedFor().clear();
        int before = node.log.headQueries.get();
        node.pass(Duration.ofSeconds(1));

        assertThat(node.log.headQueries.get() - before).isEqualTo(1);
        assertThat(node.log.streamsAskedFor()).containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void nobodyOfInterestCostsNothing() {
        node.watch("A").close();
        int before = node.log.headQueries.get();
        node.pass(Duration.ofMinutes(1));

        assertThat(node.log.headQueries.get()).isEqualTo(before);
    }

    @Test
    void whenNothingHappensItAsksOncePerInterval() {
        for (int i = 0; i < 50; i++) {
            node.watch("S" + i);
        }
        node.pass(Duration.ofSeconds(20));
        int before = node.log.headQueries.get();
        node.pass(Duration.ofSeconds(100));

        assertThat(node.log.headQueries.get() - before).isEqualTo(100);
        assertThat(node.log.reads).hasValue(0);
    }

    @Test
    void theShortestIntervalOfThoseInterestedCounts() {
        node.watch("A");
        Interest quick = node.streams.watch("A", Duration.ofMillis(200), StreamListener.NONE);
        node.pass(Duration.ofSeconds(20));
        int before = node.log.headQueries.get();
        node.pass(Duration.ofSeconds(10));
        assertThat(node.log.headQueries.get() - before).isEqualTo(50);

        quick.close();
        node.pass(Duration.ofSeconds(20));
        before = node.log.headQueries.get();
        node.pass(Duration.ofSeconds(10));
        assertThat(node.log.headQueries.get() - before).isEqualTo(10);
    }

    @Test
    void theTrafficOfOtherNodesIsFollowedClosely() {
        node.watch("A");
        node.pass(Duration.ofSeconds(20));
        node.appendElsewhere("A", 1);
        node.pass(Duration.ofSeconds(1));
        assertThat(node.streams.head("A")).isEqualTo(0);

        List<Long> behind = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            node.appendElsewhere("A", 1);
            node.pass(Duration.ofMillis(10));
            behind.add(i - node.streams.head("A"));
        }
        // The first of them is found at the pace of before.
        assertThat(behind.subList(70, 100)).containsOnly(0L);
    }

    @Test
    void appendsOfThisNodeAreKnownAtOnceAndDoNotHastenIt() {
        node.watch("A");
        node.pass(Duration.ofSeconds(20));
        int before = node.log.headQueries.get();
        for (int i = 0; i < 100; i++) {
            node.append("A", 1);
            assertThat(node.streams.head("A")).isEqualTo(i);
            node.pass(Duration.ofMillis(100));
        }

        assertThat(node.changes).isEqualTo(100);
        assertThat(node.log.headQueries.get() - before).isEqualTo(10);
    }

    @Test
    void noFailureEndsItAndThoseInterestedAreTold() {
        node.watch("A");
        for (Throwable thrown : List.of(new IllegalStateException("odd"), new StackOverflowError())) {
            node.log.failWith(thrown);
            int before = node.log.failures.get();
            node.pass(Duration.ofMinutes(1));
            assertThat(node.log.failures.get() - before).as("failures").isBetween(20, 60);
            assertThat(node.unreachable).contains(thrown);
        }
        node.log.failWith(null);
        node.appendElsewhere("A", 3);
        node.pass(Duration.ofSeconds(2));

        assertThat(node.streams.head("A")).isEqualTo(2);
        assertThat(node.changes).isEqualTo(1);
    }

    @Test
    void whoFailsAtTheNewsHarmsNobodyElse() {
        node.streams.watch("A", TestNode.INTERVAL, new StreamListener() {
            @Override
            public void changed() {
                throw new AssertionError("failing at news");
            }

            @Override
            public void unreachable(Throwable cause) {
                throw new AssertionError("failing at bad news");
            }
        });
        node.watch("A");
        node.log.down(true);
        node.streams.look(
                () -> {
                    throw new AssertionError("failing at the answer");
                },
                () -> true);
        node.pass(Duration.ofSeconds(5));
        node.log.down(false);
        node.appendElsewhere("A", 1);
        node.pass(Duration.ofSeconds(5));
        node.appendElsewhere("A", 1);
        node.pass(Duration.ofSeconds(5));

        assertThat(node.changes).isEqualTo(2);
        assertThat(node.unreachable).isNotEmpty();
    }

    @Test
    void whoAsksIsAnsweredAfterAnOutageUnlessNobodyWantsToKnow() {
        node.watch("A");
        List<String> answers = new ArrayList<>();
        node.log.down(true);
        node.appendElsewhere("A", 4);
        node.streams.look(() -> answers.add("head " + node.streams.head("A")), () -> true);
        node.streams.look(() -> answers.add("unwanted"), () -> false);
        node.pass(Duration.ofSeconds(30));
        assertThat(answers).isEmpty();
        assertThat(node.log.failures.get()).isPositive();
        node.log.down(false);
        node.pass(Duration.ofSeconds(30));

        assertThat(answers).containsExactly("head 3");
    }

    /** Streams come and go at any moment; one that nobody has asked the store for has not lost its events. */
    @Test
    void aStreamThatGoesWhileTheStoreIsAskedIsNotShortened() {
        var parts = new StreamParts(
                node.log, Runnable::run, (delay, task) -> {}, new TailBudget(1 << 20), new TailCounts(), () -> {});
        node.append("Going", 3);
        var going = new LiveStream("Going", parts);
        going.appended(2);
        var asked = new ArrayDeque<Collection<LiveStream>>(List.of(List.of(going), List.of()));
        var streams = new AbstractCollection<LiveStream>() {
            @Override
            public Iterator<LiveStream> iterator() {
                return asked.size() > 1
                        ? asked.removeFirst().iterator()
                        : List.<LiveStream>of().iterator();
            }

            @Override
            public int size() {
                return 1;
            }
        };
        new HeadPoll(node.log, parts, () -> streams, () -> Duration.ofSeconds(1)).askStore();

        assertThat(going.cut()).isSameAs(StreamCut.NONE);
        assertThat(going.head()).isEqualTo(2);
    }
}
