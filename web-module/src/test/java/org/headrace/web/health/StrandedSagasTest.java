package org.headrace.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.headrace.saga.SagaRegistry.Registered;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;
import org.junit.jupiter.api.Test;

class StrandedSagasTest {

    private static final Instant SINCE = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void tellsOfAVersionThatNoNodeHas() {
        assertThat(told(new Kind("order", 2, "aa"), 3, "aa"))
                .containsExactly(Map.entry(
                        "order version 2 hash aa",
                        "no node runs version 2 of order: 3 sagas wait since 2026-01-31T12:00:00Z"));
        assertThat(told(new Kind("loan", 1, ""), 1, "aa"))
                .containsExactly(Map.entry(
                        "loan version 1", "no node runs version 1 of loan: 1 saga waits since 2026-01-31T12:00:00Z"));
    }

    @Test
    void tellsOfStepsThatChangedUnderTheirVersion() {
        assertThat(told(new Kind("order", 1, "bb"), 1, "aa").values())
                .containsExactly("no node runs version 1 of order with the steps they were started with, this one has"
                        + " other steps: 1 saga waits since 2026-01-31T12:00:00Z");
    }

    @Test
    void tellsOfThoseThatThisNodeCouldRun() {
        String free = "this node has version 1 of order registered, but it has no free worker: 2 sagas wait since"
                + " 2026-01-31T12:00:00Z";
        assertThat(told(new Kind("order", 1, "aa"), 2, "aa").values()).containsExactly(free);
        assertThat(told(new Kind("order", 1, ""), 2, "aa").values()).containsExactly(free);
    }

    @Test
    void tellsEachKindOfItsOwn() {
        var two = List.of(
                new Unclaimed(new Kind("order", 1, "bb"), 1, SINCE),
                new Unclaimed(new Kind("order", 1, "cc"), 1, SINCE));
        assertThat(StrandedSagas.told(two, List.of()))
                .containsOnlyKeys("order version 1 hash bb", "order version 1 hash cc");
        assertThat(StrandedSagas.told(List.of(), List.of())).isEmpty();
    }

    private static Map<String, String> told(Kind kind, long count, String registered) {
        return StrandedSagas.told(
                List.of(new Unclaimed(kind, count, SINCE)),
                List.of(new Registered("order", 1, registered, List.of("A"))));
    }
}
