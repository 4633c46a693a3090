package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.headrace.json.JsonText;
import org.headrace.projection.EventContext;
import org.headrace.projection.ProjectionAudit.StreamAudit;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Segment;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A projection that is split into four segments, on a store of a test's choice. */
abstract class SplitProjection {

    static final String NAME = "parallel";
    static final String STREAM = "Orders";
    static final int KEYS = 23;
    static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withParallelism(4)
            .withRetry(new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));

    final Set<Long> poison = ConcurrentHashMap.newKeySet();
    final Set<Long> replayed = ConcurrentHashMap.newKeySet();
    final Map<Long, String> keys = new HashMap<>();
    RunnerEnvironment environment;

    abstract RunnerEnvironment newEnvironment();

    @BeforeEach
    void open() {
        environment = newEnvironment();
    }

    @AfterEach
    void close() {
        environment.close();
    }

    void run(ProjectionOptions options) throws Exception {
        environment.run(newRunner(options));
    }

    ProjectionRunner newRunner(ProjectionOptions options) {
        ParallelHandler projection = (event, context) -> {
            add(context);
            if (poison.contains(context.event().offset())) {
                throw new IllegalStateException("poison");
            }
        };
        return environment.newRunner(
                ProjectionDefinition.of(NAME, projection, STREAM).withOptions(options));
    }

    void add(EventContext context) {
        environment.model().add(context.event().offset());
        if (context.replaying()) {
            replayed.add(context.event().offset());
        }
    }

    void append(int count) {
        long first = keys.size();
        List<NewEvent> events = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> {
            String key = "K" + (first + i) * 7 % KEYS;
            keys.put(first + i, key);
            events.add(NewEvent.of("Tested", JsonText.of("1")).withKey(key));
        });
        environment.log().append(Append.to(STREAM, events));
    }

    int segmentOf(long offset) {
        return Segment.numberOf(keys.get(offset), OPTIONS.parallelism());
    }

    /** How many events of its key there are from an offset on. */
    long behind(long offset) {
        return keys.keySet().stream()
                .filter(other -> other >= offset)
                .filter(other -> keys.get(other).equals(keys.get(offset)))
                .count();
    }

    long firstOfAnotherSegmentThan(long offset) {
        return LongStream.range(0, keys.size())
                .filter(i -> segmentOf(i) != segmentOf(offset))
                .findFirst()
                .orElseThrow();
    }

    void assertAllOnceInOrderOfKeys(long count) {
        List<Long> seen = environment.model().offsets();
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, count).boxed().toList());
        Map<String, Long> last = new HashMap<>();
        for (long offset : seen) {
            Long before = last.put(keys.get(offset), offset);
            assertThat(before == null || before < offset)
                    .as("%d after %d", offset, before)
                    .isTrue();
        }
    }

    StreamAudit audit() {
        return AuditStream.of(
                AuditedPlace.read(environment.parts(), NAME, STREAM),
                0L,
                environment.log().contents(STREAM));
    }

    List<Segment> segments() {
        return environment.parts().places().segments().load(NAME, STREAM);
    }

    Checkpoint checkpoint() {
        return environment.parts().places().checkpoints().load(NAME, STREAM).orElseThrow();
    }

    @Nullable
    Long failingOffset() {
        return environment
                .parts()
                .places()
                .runStates()
                .load(NAME)
                .map(state -> state.failure())
                .map(f -> f.offset())
                .orElse(null);
    }
}
