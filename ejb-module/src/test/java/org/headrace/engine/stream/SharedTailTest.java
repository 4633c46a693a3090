package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.headrace.projection.ProjectionOptions;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That projections and subscribers read a stream together. */
class SharedTailTest {

    private static final String STREAM = "Shared";
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT.withBatchSize(10);
    private static final long PLENTY = 64 << 20;

    private final Map<String, List<Long>> seen = new TreeMap<>();

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "1, 1", "20, 20"})
    void aLiveEventIsReadOnceHoweverManyWantIt(int projections, int subscribers) throws Exception {
        int events = 100;
        try (var node = new LiveNode(PLENTY)) {
            node.appends.append(LiveNode.events(STREAM, 1, "0"));
            for (int i = 0; i < projections; i++) {
                register(node, "p" + i, new CountDownLatch(0));
            }
            for (int i = 0; i < subscribers; i++) {
                node.subscribers.subscribe(STREAM, 0);
            }
            LiveNode.await("all are live").until(() -> haveAll(node, 0));
            int readsBefore = node.log.reads.get();
            int eventsBefore = node.log.eventsRead.get();
            for (int i = 1; i <= events; i++) {
                node.appends.append(LiveNode.events(STREAM, 1, Integer.toString(i)));
                long newest = i;
                LiveNode.await("event " + i).until(() -> haveAll(node, newest));
            }

            assertThat(node.log.eventsRead.get() - eventsBefore).isEqualTo(events);
            assertThat(node.log.reads.get() - readsBefore).isEqualTo(events);
            assertAllInOrder(node, events);
        }
    }

    @Test
    void aFloodHoldsTheBoundAndWhoeverFallsBehindReadsTheStoreAndLosesNothing() throws Exception {
        long bound = 256 << 10;
        long events = 3_000;
        var gate = new CountDownLatch(1);
        try (var node = new LiveNode(bound)) {
            register(node, "prompt", new CountDownLatch(0));
            register(node, "late", gate);
            node.subscribers.subscribe(STREAM, 0);
            node.subscribers.subscribe("Other", 0);
            long most = 0;
            for (long i = 0; i < events; i += 50) {
                node.appends.append(LiveNode.events(STREAM, 50, "\"" + "x".repeat((int) i) + "\""));
                node.appends.append(LiveNode.events("Other", 1, "0"));
                most = Math.max(most, node.streams.bytesHeld());
                assertThat(most).isLessThanOrEqualTo(bound);
            }
            long newest = events - 1;
            LiveNode.await("the prompt one").until(() -> seen.get("prompt").contains(newest));
            LiveNode.await("the subscriber")
                    .until(() -> node.subscribers.offsets(STREAM).get(0).contains(newest));
            assertThat(most).as("something was held").isPositive();
            assertThat(seen.get("late")).isEmpty();
            int before = node.log.eventsRead.get();
            gate.countDown();
            LiveNode.await("the late one").until(() -> seen.get("late").contains(newest));

            assertThat(node.log.eventsRead.get() - before)
                    .as("read from the store by the late one")
                    .isGreaterThan((int) events / 2);
            assertThat(node.streams.bytesHeld()).isLessThanOrEqualTo(bound);
            List<Long> all = LongStream.rangeClosed(0, newest).boxed().toList();
            assertThat(seen).containsOnly(Map.entry("prompt", all), Map.entry("late", all));
            assertThat(node.subscribers.offsets(STREAM).get(0)).isEqualTo(all);
        }
    }

    private void register(LiveNode node, String name, CountDownLatch gate) {
        List<Long> offsets = new CopyOnWriteArrayList<>();
        seen.put(name, offsets);
        node.projections.register(name, STREAM, OPTIONS, (batch, context) -> {
            gate.await();
            offsets.addAll(batch.stream().map(RecordedEvent::offset).toList());
        });
    }

    private boolean haveAll(LiveNode node, long newest) {
        List<List<Long>> all = new ArrayList<>(seen.values());
        all.addAll(node.subscribers.offsets(STREAM));
        return all.stream().allMatch(offsets -> offsets.contains(newest));
    }

    private void assertAllInOrder(LiveNode node, long newest) {
        List<Long> expected = LongStream.rangeClosed(0, newest).boxed().toList();
        List<List<Long>> all = new ArrayList<>(seen.values());
        all.addAll(node.subscribers.offsets(STREAM));
        assertThat(all).isNotEmpty().allSatisfy(offsets -> assertThat(offsets).isEqualTo(expected));
    }
}
