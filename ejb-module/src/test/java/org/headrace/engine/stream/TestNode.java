package org.headrace.engine.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.headrace.json.JsonText;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.spi.AppendListener;

/** The live streams of a node over a log in memory, on the calling thread, in a time that passes when the test says so. */
final class TestNode implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final PriorityQueue<Due> due = new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
    private long now;
    private boolean deaf;
    final GatedLog log = new GatedLog(newLog());
    final LiveStreams streams = new LiveStreams(log, log, Runnable::run, this::later, 8 << 20);
    final List<Throwable> unreachable = new ArrayList<>();
    int changes;

    private record Due(long at, Runnable task) {}

    StoredEventLog newLog() {
        return InMemoryEventStore.newLog(
                jta.registry(),
                new Listeners(() -> List.of((AppendListener) this::appended)),
                Clock.systemUTC(),
                1 << 20);
    }

    private void appended(String stream, long head) {
        if (!deaf) {
            streams.appended(stream, head);
        }
    }

    private void later(Duration delay, Runnable task) {
        due.add(new Due(now + delay.toNanos(), task));
    }

    Interest watch(String stream) {
        return streams.watch(stream, INTERVAL, new StreamListener() {
            @Override
            public void changed() {
                changes++;
            }

            @Override
            public void unreachable(Throwable cause) {
                unreachable.add(cause);
            }
        });
    }

    void pass(Duration time) {
        long until = now + time.toNanos();
        for (Due next = due.peek(); next != null && next.at() <= until; next = due.peek()) {
            due.remove();
            now = next.at();
            next.task().run();
        }
        now = until;
    }

    void append(String stream, int count) {
        append(stream, count, "0");
    }

    void append(String stream, int count, String data) {
        log.append(Append.to(
                stream,
                IntStream.range(0, count)
                        .mapToObj(i -> NewEvent.of("Tested", JsonText.of(data)))
                        .toArray(NewEvent[]::new)));
    }

    void appendElsewhere(String stream, int count) {
        deaf = true;
        append(stream, count);
        deaf = false;
    }

    static List<Long> offsets(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::offset).toList();
    }

    @Override
    public void close() {
        jta.close();
    }
}
