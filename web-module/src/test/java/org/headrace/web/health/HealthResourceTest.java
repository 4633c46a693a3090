package org.headrace.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
import org.junit.jupiter.api.Test;

class HealthResourceTest {

    private List<Unclaimed> unclaimed = List.of();
    private boolean storeFails;
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

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private HealthResource resource() {
        var resource = new HealthResource();
        resource.readiness = answering(Readiness.class, method -> method.equals("isStarted") ? true : "started");
        resource.schema = answering(Schema.class, method -> true);
        resource.store = StoreKind.MEMORY;
        resource.projections = answering(Projections.class, method -> List.of());
        resource.work = (SagaWorkStore) Proxy.newProxyInstance(
                SagaWorkStore.class.getClassLoader(), new Class<?>[] {SagaWorkStore.class}, (proxy, method, given) -> {
                    assertThat(method.getName()).isEqualTo("unclaimed");
                    assertThat(given).containsExactly(Duration.ofSeconds(30));
                    if (storeFails) {
                        throw new IllegalStateException("gone");
                    }
                    return unclaimed;
                });
        resource.registry = answering(SagaRegistry.class, method -> List.of());
        return resource;
    }

    private interface Answers {
        Object to(String method);
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> answers.to(method.getName())));
    }
}
