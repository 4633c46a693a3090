package org.headrace.web.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.Config;
import org.headrace.engine.bootstrap.EngineLife;
import org.headrace.engine.management.BoundedCalls;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.Projections;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;
import org.headrace.spi.Readiness;
import org.headrace.spi.Schema;
import org.headrace.spi.StoreKind;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthResourceTest {

    private List<Unclaimed> unclaimed = List.of();
    private List<ProjectionStatus> projections = List.of();
    private boolean storeFails;
    private final CountDownLatch hang = new CountDownLatch(1);
    private final BoundedCalls calls = new BoundedCalls();
    private final HealthChecks checks = new HealthChecks();
    private final Edge edge = new Edge(HealthResource.class, resource());

    @Test
    void sagasThatNobodyRunsAreShownAndTheNodeStaysReady() throws Exception {
        assertThat(edge.get("health/ready").body()).contains("{\"name\":\"sagas\",\"status\":\"UP\",\"data\":{}}");

        unclaimed = List.of(new Unclaimed(new Kind("order", 2, "aa"), 3, Instant.parse("2026-01-31T12:00:00Z")));
        Answer answer = edge.get("health/ready");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"status\":\"UP\"")
                .contains("{\"name\":\"sagas\",\"status\":\"UP\",\"data\":{\"order version 2 hash aa\":"
                        + "\"no node runs version 2 of order: 3 sagas wait since 2026-01-31T12:00:00Z\"}}");
    }

    @Test
    void aStoreThatCannotBeAskedForThemIsNoReasonToTakeTheNodeOut() throws Exception {
        storeFails = true;
        Answer answer = edge.get("health/ready");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("{\"name\":\"sagas\",\"status\":\"UP\",\"data\":{\"error\":\"could not be asked\"}}");
    }

    @Test
    void aPausedProjectionTakesTheNodeOutOnlyWhenThatIsConfigured() throws Exception {
        projections = List.of(status("orders", ProjectionState.PAUSED), status("users", ProjectionState.LIVE));

        assertThat(edge.get("health/ready").status()).isEqualTo(200);
        assertThat(edge.get("health/ready").body())
                .contains("{\"name\":\"projections\",\"status\":\"UP\",\"data\":{\"orders\":\"Paused\","
                        + "\"users\":\"Live\"}}");

        checks.configure(WhenPaused.DOWN);

        assertThat(edge.get("health/ready").status()).isEqualTo(503);
        assertThat(edge.get("health/live").status()).isEqualTo(200);
        projections = List.of(status("users", ProjectionState.CATCHING_UP));
        assertThat(edge.get("health/ready").status()).isEqualTo(200);
        projections = List.of(status("users", ProjectionState.FAILED));
        assertThat(edge.get("health/ready").status()).isEqualTo(503);
    }

    @Test
    void anythingElseThanUpAndDownIsRefused() {
        assertThat(WhenPaused.from(config("down"))).isEqualTo(WhenPaused.DOWN);
        assertThat(WhenPaused.from(config("up"))).isEqualTo(WhenPaused.UP);
        assertThat(WhenPaused.from(config(null))).isEqualTo(WhenPaused.UP);
        assertThatThrownBy(() -> WhenPaused.from(config("no")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("headrace.health.paused-projection")
                .hasMessageContaining("must be up or down, is no");
    }

    @Test
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    void aStoreThatDoesNotAnswerIsDownWithinSeconds() throws Exception {
        var asked = new CountDownLatch(1);
        checks.schema = answering(Schema.class, method -> {
            asked.countDown();
            hang.await();
            return true;
        });
        long begun = System.nanoTime();

        Answer answer = edge.get("health/ready");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body())
                .contains("{\"name\":\"database\",\"status\":\"DOWN\",\"data\":{\"store\":\"memory\"}}");
        assertThat(asked.getCount()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThat(edge.get("health/live").status()).isEqualTo(200);
    }

    @AfterEach
    void letGo() {
        hang.countDown();
        calls.stop();
    }

    private static ProjectionStatus status(String name, ProjectionState state) {
        return new ProjectionStatus(name, state, List.of(), null, null, null, "node", "");
    }

    private static Config config(@Nullable String value) {
        return answering(Config.class, method -> Optional.ofNullable(value));
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private HealthResource resource() {
        calls.start(Executors.defaultThreadFactory());
        checks.calls = calls;
        checks.life = new EngineLife() {
            @Override
            public Map<String, String> ended() {
                return Map.of();
            }
        };
        checks.readiness = answering(Readiness.class, method -> method.equals("isStarted") ? true : "started");
        checks.schema = answering(Schema.class, method -> true);
        checks.store = StoreKind.MEMORY;
        checks.projections = answering(Projections.class, method -> projections);
        checks.work = (SagaWorkStore) Proxy.newProxyInstance(
                SagaWorkStore.class.getClassLoader(), new Class<?>[] {SagaWorkStore.class}, (proxy, method, given) -> {
                    assertThat(method.getName()).isEqualTo("unclaimed");
                    assertThat(given).containsExactly(Duration.ofSeconds(30));
                    if (storeFails) {
                        throw new IllegalStateException("gone");
                    }
                    return unclaimed;
                });
        checks.registry = answering(SagaRegistry.class, method -> List.of());
        var resource = new HealthResource();
        resource.checks = checks;
        return resource;
    }

    private interface Answers {
        Object to(String method) throws Exception;
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> answers.to(method.getName())));
    }
}
