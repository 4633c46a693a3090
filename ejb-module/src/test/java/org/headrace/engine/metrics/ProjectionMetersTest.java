package org.headrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.headrace.engine.projection.TestNode;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.OnPoison;
import org.headrace.projection.PoisonPolicy;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of projections, of a real node on a real database. */
class ProjectionMetersTest {

    private static final String STREAM = "Measured";
    private static final String NAME = "measured";
    private static final Operator ADA = new Operator("ada", "test");

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ProjectionMeters meters =
            new ProjectionMeters(registry, () -> node().readings().all());
    private final Set<Long> poison = ConcurrentHashMap.newKeySet();
    private TestNode node;

    private TestNode node() {
        return node;
    }

    @BeforeEach
    void start() {
        node = TestNode.postgres("node", jta, meters);
    }

    @AfterEach
    void close() {
        node.close();
        jta.close();
        database.close();
    }

    @Test
    void whatIsProcessedIsCountedAndLeavesNoLag() {
        append(5);
        register(ProjectionOptions.DEFAULT);
        awaitState(ProjectionState.LIVE);

        assertThat(counter("events.processed")).isEqualTo(5);
        assertThat(counter("retries")).isZero();
        assertThat(gauge("lag.events")).isZero();
        assertThat(gauge("lag.seconds")).isZero();
        assertThat(gauge("running")).isEqualTo(1);
        assertThat(gauge("dead.letters")).isZero();
        assertThat(registry.get("headrace.projection.batch").timer().count()).isEqualTo(1);

        append(2);
        Awaitility.await().until(() -> counter("events.processed") == 7);
    }

    @Test
    void anEventThatFailsIsSeenAsRetriesAsLagAndAsAStateUntilItMakesTheProjectionStand() {
        poison.add(1L);
        append(4);
        register(ProjectionOptions.DEFAULT.withRetry(
                new RetryPolicy(2, Duration.ofMillis(300), Duration.ofMillis(300), 0)));

        awaitState(ProjectionState.RETRYING);
        assertThat(gauge("lag.events")).isEqualTo(3);
        double behind = gauge("lag.seconds");
        assertThat(behind).isGreaterThan(0);
        awaitState(ProjectionState.PAUSED);

        assertThat(gauge("lag.seconds")).isGreaterThan(behind);
        assertThat(gauge("lag.events")).isEqualTo(3);
        assertThat(counter("retries")).isEqualTo(2);
        assertThat(counter("poison.pauses")).isEqualTo(1);
        assertThat(counter("events.processed")).isEqualTo(1);
    }

    @Test
    void deadLettersAreCountedAsTheyComeAndShownWhileTheyWait() {
        poison.add(1L);
        append(3);
        var policy = new PoisonPolicy(OnPoison.DEAD_LETTER, 10);
        register(ProjectionOptions.DEFAULT
                .withPoison(policy)
                .withRetry(new RetryPolicy(0, Duration.ofMillis(10), Duration.ofMillis(10), 0)));
        awaitState(ProjectionState.LIVE);

        assertThat(counter("events.parked")).isEqualTo(1);
        Awaitility.await().until(() -> gauge("dead.letters") == 1);
        assertThat(counter("events.processed")).isEqualTo(2);
        assertThat(gauge("lag.events")).isZero();
    }

    @Test
    void oneThatStandsSinceBeforeTheStartIsSeenToBeBehind() {
        append(2);
        register(ProjectionOptions.DEFAULT);
        awaitState(ProjectionState.LIVE);
        node.projections().pause(NAME, ADA);
        append(3);
        node.close();

        node = TestNode.postgres("the same again", jta, meters);
        register(ProjectionOptions.DEFAULT);

        awaitState(ProjectionState.PAUSED);
        Awaitility.await().until(() -> gauge("lag.events") == 3);
        assertThat(gauge("lag.seconds")).isGreaterThan(0);
    }

    @Test
    void theLagOfAnEventThatComesAfterALongSilenceBeginsWithIt() {
        append(1);
        register(ProjectionOptions.DEFAULT);
        awaitState(ProjectionState.LIVE);
        database.execute("UPDATE projection_checkpoints SET last_updated = now() - interval '1 hour'");
        database.execute("UPDATE events SET recorded_at = now() - interval '1 hour'");
        node.projections().pause(NAME, ADA);
        awaitState(ProjectionState.PAUSED);
        assertThat(gauge("lag.seconds")).isZero();

        append(1);

        Awaitility.await().until(() -> gauge("lag.seconds") > 0);
        assertThat(gauge("lag.seconds")).isLessThan(60);
    }

    @Test
    void aReadingNeedsNoDatabase() {
        append(1);
        register(ProjectionOptions.DEFAULT);
        awaitState(ProjectionState.LIVE);
        database.close();

        meters.read();

        assertThat(gauge("running")).isEqualTo(1);
        assertThat(registry.find("headrace.projection.lag.events").gauges()).hasSize(1);
    }

    private void register(ProjectionOptions options) {
        DynamicProjection handler = (event, context) -> {
            if (poison.contains(context.event().offset())) {
                throw new IllegalStateException("cannot bear it");
            }
        };
        node.registry()
                .register(ProjectionDefinition.of(NAME, handler, STREAM)
                        .withOptions(options.withPollingInterval(Duration.ofMillis(50))));
    }

    private void append(int count) {
        node.log()
                .append(Append.to(
                        STREAM,
                        IntStream.range(0, count)
                                .mapToObj(i -> NewEvent.of("T", JsonText.of("{}")))
                                .toArray(NewEvent[]::new)));
    }

    private void awaitState(ProjectionState state) {
        Awaitility.await(state.label()).atMost(Duration.ofSeconds(30)).until(() -> states().equals(
                        List.of(state.label())));
    }

    /** Those whose gauge is 1; all others must be there, and 0. */
    private List<String> states() {
        meters.read();
        List<Gauge> gauges =
                List.copyOf(registry.find("headrace.projection.state").gauges());
        assertThat(gauges.stream().map(gauge -> gauge.getId().getTag("state")))
                .containsAll(gauges.isEmpty() ? List.of() : labels());
        return gauges.stream()
                .filter(gauge -> gauge.value() != 0)
                .map(gauge -> gauge.getId().getTag("state"))
                .toList();
    }

    private static List<String> labels() {
        return Stream.of(ProjectionState.values()).map(ProjectionState::label).toList();
    }

    private double gauge(String name) {
        meters.read();
        Gauge gauge = registry.find("headrace.projection." + name)
                .tag("projection", NAME)
                .gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private double counter(String name) {
        return registry.get("headrace.projection." + name)
                .tag("projection", NAME)
                .counter()
                .count();
    }
}
