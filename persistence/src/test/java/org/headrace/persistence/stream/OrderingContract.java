package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.stream.LogEnvironment.newStream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.headrace.persistence.stream.AdversarialWriter.Acknowledged;
import org.headrace.persistence.stream.AdversarialWriter.Interleavings;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever sees offset k has seen all before it, whatever writers do. Run it again with
 * {@code -Dheadrace.test.seed=…} and the seed that was printed: the writers then decide the same, though threads may
 * meet in another order.
 */
abstract class OrderingContract {

    static final int TRANSACTIONS = 600;
    static final int MOST_EVENTS = 10;
    private static final int WRITERS = 12;

    private final AtomicBoolean writing = new AtomicBoolean(true);
    private final Interleavings interleavings = new Interleavings();
    private final List<String> streams = List.of(newStream(), newStream(), newStream());

    abstract LogEnvironment environment();

    @Test
    @Timeout(120)
    void readersSeeEveryOffsetInOrderAndOnceWhileWritersBeginEarlyCommitLateAndRollBack() throws Exception {
        long seed = Long.getLong("headrace.test.seed", System.nanoTime());
        System.out.println(getClass().getName() + ": -Dheadrace.test.seed=" + seed);
        environment().detectDeadlocksSoon();
        // Each deadlock at the end of a transaction would otherwise be told with its stack trace.
        Logger narayana = Logger.getLogger("com.arjuna");
        narayana.setLevel(Level.SEVERE);
        List<StoredEventLog> nodes = environment().newNodes(2);
        List<Map<String, List<Long>>> watched = new ArrayList<>();
        List<Acknowledged> acknowledged;
        Map<String, List<RecordedEvent>> read;
        try (var threads = new Concurrently()) {
            var reader = threads.start(() -> read(nodes.get(0), new Random(seed)));
            List<Future<Map<String, List<Long>>>> watchers = List.of(
                    threads.start(() -> watch(nodes.get(nodes.size() - 1), new Random(~seed))),
                    threads.start(() -> watch(nodes.get(0), new Random(seed + WRITERS))));
            try {
                acknowledged = Concurrently.all(
                                WRITERS,
                                i -> new AdversarialWriter(
                                        new Random(seed + i),
                                        nodes.get(i % nodes.size()),
                                        environment().jta(),
                                        streams,
                                        interleavings,
                                        i * TRANSACTIONS * MOST_EVENTS))
                        .stream()
                        .flatMap(List::stream)
                        .toList();
            } finally {
                writing.set(false);
            }
            read = Concurrently.await(reader);
            for (Future<Map<String, List<Long>>> watcher : watchers) {
                watched.add(Concurrently.await(watcher));
            }
        }

        narayana.setLevel(null);
        System.out.println(interleavings);
        assertThat(interleavings.overtaken)
                .as("transactions that were overtaken")
                .hasValueGreaterThan(1_000);
        assertThat(interleavings.rolledBack).as("rollbacks").hasValueGreaterThan(500);
        assertThat(interleavings.deadlocks).as("deadlocks").hasPositiveValue();
        for (String stream : streams) {
            Map<Long, Integer> told = new TreeMap<>();
            acknowledged.stream().filter(a -> a.stream().equals(stream)).forEach(a -> assertThat(
                            told.put(a.offset(), a.number()))
                    .as("offset %s of %s was given twice, seed %s", a.offset(), stream, seed)
                    .isNull());
            Map<Long, Integer> found = new TreeMap<>();
            read.getOrDefault(stream, List.of())
                    .forEach(event -> found.put(
                            event.offset(), Integer.valueOf(event.data().text())));
            assertThat(found)
                    .as("what was acknowledged and nothing else, seed %s", seed)
                    .isEqualTo(told);
            List<Long> all = LongStream.range(0, told.size()).boxed().toList();
            assertThat(watched)
                    .as("offsets in the order they were seen, seed %s", seed)
                    .allSatisfy(offsets -> assertThat(offsets.get(stream)).isEqualTo(all));
        }
    }

    /** Reads as users do, page after page. */
    private Map<String, List<RecordedEvent>> read(StoredEventLog log, Random random) {
        Map<String, List<RecordedEvent>> seen = new HashMap<>();
        boolean last;
        do {
            last = !writing.get();
            for (String stream : log.heads(streams).keySet()) {
                List<RecordedEvent> events = seen.computeIfAbsent(stream, s -> new ArrayList<>());
                EventPage page;
                do {
                    page = log.read(stream, events.size(), last ? 10_000 : 1 + random.nextInt(20));
                    for (RecordedEvent event : page.events()) {
                        assertThat(event.offset())
                                .as("the next offset of %s", stream)
                                .isEqualTo(events.size());
                        events.add(event);
                    }
                    assertThat(page.nextOffset()).isEqualTo(events.size());
                } while (last && page.nextOffset() <= page.head());
            }
        } while (!last);
        return seen;
    }

    /** Sees what is stored, without help of the log where the store has another way in. */
    private Map<String, List<Long>> watch(StoredEventLog log, Random random) {
        Map<String, List<Long>> seen = new HashMap<>();
        boolean last;
        do {
            last = !writing.get();
            String one = streams.get(random.nextInt(streams.size()));
            for (String stream : last ? streams : List.of(one)) {
                List<Long> offsets = seen.computeIfAbsent(stream, s -> new ArrayList<>());
                for (long offset : environment().storedOffsets(log, stream, offsets.size())) {
                    assertThat(offset).as("the next offset of %s", stream).isEqualTo(offsets.size());
                    offsets.add(offset);
                }
            }
        } while (!last);
        return seen;
    }
}
