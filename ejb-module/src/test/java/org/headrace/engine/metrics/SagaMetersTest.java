package org.headrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEnvironment;
import org.headrace.engine.saga.SagaReadings.OfNode;
import org.headrace.engine.saga.SagaReadings.OfStore;
import org.headrace.engine.saga.TestSaga;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.spi.SagaCountStore.SagaCount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of sagas, of a real node's. */
class SagaMetersTest {

    private static final Operator ADA = new Operator("ada", "test");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SagaEnvironment env = SagaEnvironment.inMemory();
    private final TestSaga saga = new TestSaga(env.effects());
    private SagaEnvironment.Node node;

    @AfterEach
    void close() {
        env.close();
    }

    private void observe() {
        var store = new BackgroundReading<>(() -> node.readings().ofStore(), Duration.ZERO, System::nanoTime);
        var meters = new SagaMeters(registry, store, () -> node.readings().ofNode(), Runnable::run);
        env.observedBy(meters);
        node = env.newNode(saga);
        reading = meters;
    }

    private SagaMeters reading;

    @Test
    void startsOutcomesAndTriesOfStepsAreCounted() {
        observe();
        node.await(start(), SagaState.COMPLETED);
        saga.at("B", context -> {
            throw new IllegalStateException("no");
        });

        node.await(start(), SagaState.COMPENSATED);

        Awaitility.await().until(() -> counter("ended", "outcome", "compensated") == 1);
        assertThat(counter("started")).isEqualTo(2);
        assertThat(counter("ended", "outcome", "completed")).isEqualTo(1);
        assertThat(tries("A", "execute", "completed")).isEqualTo(2);
        assertThat(tries("B", "execute", "completed")).isEqualTo(1);
        assertThat(tries("B", "execute", "failed")).isEqualTo(4);
        assertThat(tries("A", "compensate", "completed")).isEqualTo(1);
        assertThat(tries("C", "execute", "completed")).isEqualTo(1);
    }

    @Test
    void theTimeOfAStepIsMeasured() {
        observe();
        saga.at("B", context -> Thread.sleep(1_000));

        node.await(start(), SagaState.COMPLETED);

        Awaitility.await().until(() -> tries("C", "execute", "completed") == 1);
        assertThat(timer("B", "execute", "completed").totalTime(TimeUnit.MILLISECONDS))
                .isGreaterThanOrEqualTo(1_000);
        assertThat(timer("A", "execute", "completed").totalTime(TimeUnit.MILLISECONDS))
                .isLessThan(1_000);
    }

    @Test
    void sagasAreShownByStateUntilTheyEndWell() {
        observe();
        saga.at("-A", context -> {
            throw new IllegalStateException("cannot be undone");
        });
        saga.at("B", context -> {
            throw new IllegalStateException("no");
        });
        String failed = start();
        node.await(failed, SagaState.FAILED);

        assertThat(open("Failed", "false")).isEqualTo(1);

        saga.clear("-A");
        saga.clear("B");
        node.sagas.retry(failed, ADA);
        node.await(failed, SagaState.COMPENSATED);
        Awaitility.await().until(() -> Double.isNaN(open("Failed", "false")));
        assertThat(counter("ended", "outcome", "failed")).isEqualTo(1);
    }

    @Test
    void whatAnOperatorEndsIsCountedToo() {
        observe();
        SagaEnvironment.Node idle = env.newIdleNode(saga);
        String id =
                idle.sagas.start(SagaStart.of(TestSaga.NAME, SagaData.empty())).sagaId();

        SagaStatus cancelled = idle.sagas.cancel(id, ADA);

        assertThat(cancelled.progress().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(counter("ended", "outcome", "compensated")).isEqualTo(1);
    }

    @Test
    void theStoreIsAskedInTheBackgroundAndNoMoreOftenThanNeedBe() {
        var asked = new AtomicLong();
        var now = new AtomicLong();
        Queue<Runnable> tasks = new ArrayDeque<>();
        var store = new BackgroundReading<>(
                () -> new OfStore(
                        List.of(new SagaCount("test", 1, SagaState.RUNNING, false, asked.incrementAndGet())),
                        List.of()),
                Duration.ofSeconds(15),
                now::get);
        reading = new SagaMeters(registry, store, () -> Optional.of(new OfNode(3, 8)), tasks::add);

        assertThat(open("Running", "false")).isNaN();
        assertThat(open("Running", "false")).isNaN();
        assertThat(tasks).as("queries on their way").hasSize(1);
        tasks.remove().run();
        assertThat(open("Running", "false")).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(open("Running", "false")).isEqualTo(1);
        assertThat(tasks).isEmpty();
        now.incrementAndGet();
        assertThat(open("Running", "false"))
                .as("what was read before, meanwhile")
                .isEqualTo(1);
        tasks.remove().run();
        assertThat(open("Running", "false")).isEqualTo(2);
        assertThat(registry.get("headrace.saga.held").gauge().value()).isEqualTo(3);
        assertThat(registry.get("headrace.saga.workers").gauge().value()).isEqualTo(8);
    }

    private String start() {
        return node.sagas.start(SagaStart.of(TestSaga.NAME, SagaData.empty())).sagaId();
    }

    private double open(String state, String paused) {
        reading.read();
        Gauge gauge = registry.find("headrace.sagas")
                .tags("saga", TestSaga.NAME, "version", "1", "state", state, "paused", paused)
                .gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private double counter(String name, String... tags) {
        var counter = registry.find("headrace.saga." + name)
                .tags("saga", TestSaga.NAME)
                .tags(tags)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private long tries(String step, String direction, String outcome) {
        Timer timer = timer(step, direction, outcome);
        return timer == null ? 0 : timer.count();
    }

    private Timer timer(String step, String direction, String outcome) {
        return registry.find("headrace.saga.step")
                .tags("saga", TestSaga.NAME, "step", step, "direction", direction, "outcome", outcome)
                .timer();
    }
}
