package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;
import static org.headrace.persistence.stream.LogEnvironment.numbers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.EventPage;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many writers at once. */
abstract class ConcurrentAppendsContract {

    private static final int THREADS = 16;
    private static final int APPENDS = 40;

    private StoredEventLog log;
    private JtaEnvironment jta;

    abstract LogEnvironment environment();

    @BeforeEach
    void open() {
        jta = environment().jta();
        log = environment().newLog();
    }

    @RepeatedTest(5)
    void manyMayBeTheFirstOfAStream() throws Exception {
        String stream = newStream();

        List<Appended> receipts = Concurrently.all(
                8,
                i -> () -> i % 2 == 0
                        ? log.append(stream, event(i))
                        : jta.inTransaction(() -> log.append(stream, event(i))));

        assertThat(receipts.stream().map(Appended::firstOffset))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 8).boxed().toList());
        assertThat(numbers(log.read(stream, 0, 100).events())).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void oneOfManyThatExpectTheSameOffsetWins() throws Exception {
        String stream = newStream();

        List<Boolean> won = Concurrently.all(8, i -> () -> {
            try {
                log.append(Append.to(stream, event(i)).expectingOffset(-1));
                return true;
            } catch (org.headrace.stream.ConflictException e) {
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
        assertThat(log.read(stream, 0, 100).events()).hasSize(1);
    }

    @Test
    void theSameEventSentByManyIsWrittenOnce() throws Exception {
        String stream = newStream();
        NewEvent event = event(0).withEventId(java.util.UUID.randomUUID());

        List<Appended> receipts = Concurrently.all(
                8,
                i -> () -> i % 2 == 0 ? log.append(stream, event) : jta.inTransaction(() -> log.append(stream, event)));

        assertThat(receipts).allMatch(r -> r.firstOffset() == 0);
        assertThat(receipts.stream().mapToInt(Appended::duplicates).sum()).isEqualTo(7);
        assertThat(log.read(stream, 0, 100).events()).hasSize(1);
    }

    /** Whatever the mix: offsets without a gap, and each acknowledged event once, where its receipt says. */
    @Test
    void everyAcknowledgedEventIsWhereItsReceiptSaysAndNothingElseIsThere() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<String> streams = List.of(newStream(), newStream(), newStream());
        var writing = new AtomicBoolean(true);
        Map<String, Map<Long, Integer>> acknowledged = new HashMap<>();
        Map<String, List<RecordedEvent>> seen;
        try (var reading = new Concurrently()) {
            Future<Map<String, List<RecordedEvent>>> reader = reading.start(() -> follow(streams, writing));
            List<List<Acknowledged>> answers;
            try {
                answers = Concurrently.all(THREADS, thread -> new Writer(seed + thread, thread, streams));
            } finally {
                writing.set(false);
            }
            for (Acknowledged answer : answers.stream().flatMap(List::stream).toList()) {
                Map<Long, Integer> ofStream =
                        acknowledged.computeIfAbsent(answer.receipt().stream(), s -> new TreeMap<>());
                for (int i = 0; i < answer.numbers().size(); i++) {
                    ofStream.put(
                            answer.receipt().offsets().get(i), answer.numbers().get(i));
                }
            }
            seen = Concurrently.await(reader);
        }

        for (String stream : streams) {
            List<RecordedEvent> events = seen.get(stream);
            assertThat(events.stream().map(RecordedEvent::offset))
                    .as("offsets that the reader saw, in order; seed %s", seed)
                    .containsExactlyElementsOf(
                            LongStream.range(0, events.size()).boxed().toList());
            Map<Long, Integer> found = new TreeMap<>();
            events.forEach(e -> found.put(e.offset(), Integer.valueOf(e.data().text())));
            assertThat(found).as("seed %s", seed).isEqualTo(acknowledged.get(stream));
        }
    }

    private record Acknowledged(Appended receipt, List<Integer> numbers) {}

    /** Reads on while others write, and once more afterwards. */
    private Map<String, List<RecordedEvent>> follow(List<String> streams, AtomicBoolean writing) {
        Map<String, List<RecordedEvent>> seen = new HashMap<>();
        streams.forEach(stream -> seen.put(stream, new ArrayList<>()));
        boolean last;
        do {
            last = !writing.get();
            log.heads(streams).forEach((stream, head) -> {
                List<RecordedEvent> events = seen.get(stream);
                EventPage page = log.read(stream, events.size(), 10_000);
                assertThat(page.head()).isGreaterThanOrEqualTo(head);
                events.addAll(page.events());
                assertThat(events).hasSize((int) page.head() + 1);
            });
        } while (!last);
        return seen;
    }

    /** Appends in every way there is. */
    private final class Writer implements Callable<List<Acknowledged>> {

        private final Random random;
        private final List<String> streams;
        private int number;

        Writer(long seed, int thread, List<String> streams) {
            this.random = new Random(seed);
            this.streams = streams;
            this.number = thread * 1_000_000;
        }

        @Override
        public List<Acknowledged> call() throws Exception {
            List<Acknowledged> acknowledged = new ArrayList<>();
            for (int i = 0; i < APPENDS; i++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> acknowledged.add(append(false));
                    case 2 -> acknowledged.add(jta.inTransaction(() -> append(true)));
                    case 3 -> acknowledged.addAll(jta.inTransaction(() -> List.of(append(false), append(false))));
                    default -> jta.rolledBack(() -> List.of(append(random.nextBoolean()), append(false)));
                }
            }
            return acknowledged;
        }

        private Acknowledged append(boolean early) {
            List<Integer> numbers = random.ints(1 + random.nextInt(3))
                    .mapToObj(ignored -> number++)
                    .toList();
            Append append = Append.to(
                    streams.get(random.nextInt(streams.size())),
                    numbers.stream().map(LogEnvironment::event).toList());
            return new Acknowledged(early ? log.lockAndAppend(append) : log.append(append), numbers);
        }
    }
}
