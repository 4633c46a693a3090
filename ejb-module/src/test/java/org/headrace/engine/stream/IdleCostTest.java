package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.projection.ProjectionOptions;
import org.junit.jupiter.api.Test;

/** What a node asks of the database while nothing happens. */
class IdleCostTest {

    private static final int PROJECTIONS = 50;
    private static final int TIMEOUTS = 5;

    /** Of all who are interested here: the subscriber's. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(500);

    @Test
    void fiftyProjectionsAndASubscriberCostOneQueryPerInterval() throws Exception {
        var handled = new AtomicInteger();
        try (var node = new LiveNode(1 << 20)) {
            for (int i = 0; i < PROJECTIONS; i++) {
                String stream = "S" + i % 25;
                node.appends.append(LiveNode.events(stream, 1, "0"));
                node.projections.register(
                        "p" + i,
                        stream,
                        ProjectionOptions.DEFAULT,
                        (batch, context) -> handled.addAndGet(batch.size()));
            }
            node.subscribers.subscribe("S0", 0);
            LiveNode.await("all is handled").until(() -> handled.get() == 2 * PROJECTIONS);
            LiveNode.await("the pace has slowed down")
                    .pollInterval(SHORTEST_INTERVAL.multipliedBy(2))
                    .until(() -> queriesWithin(node, 1) <= 5);

            Map<String, Integer> before = new HashMap<>(node.statements.executed);
            int queriesBefore = node.statements.total();
            int memberBefore = membersQueries(node);
            long begun = System.nanoTime();
            long timeoutsBefore = node.projections.timeouts();
            LiveNode.await("timeouts of all projections")
                    .until(() -> node.projections.timeouts() - timeoutsBefore >= TIMEOUTS * PROJECTIONS);
            int asMember = membersQueries(node) - memberBefore;
            int queries = node.statements.total() - queriesBefore - asMember;
            long nanos = System.nanoTime() - begun;
            long intervals = nanos / SHORTEST_INTERVAL.toNanos();

            assertThat(queries)
                    .as(
                            "queries of a node at rest in %d intervals; before %s, after %s",
                            intervals, before, node.statements.executed)
                    .isBetween(1, (int) intervals + 1);
            assertThat(asMember)
                    .as("queries of a member of a cluster that look once a second, and renew every second time")
                    .isBetween(1, (int) (nanos / 1_000_000_000 * 3 / 2) + 3);
            assertThat(node.log.headQueries.get()).isPositive();
        }
    }

    private static int membersQueries(LiveNode node) {
        return node.statements.executed.entrySet().stream()
                .filter(e -> e.getKey().contains("INTO nodes") || e.getKey().contains("JOIN nodes"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static int queriesWithin(LiveNode node, int timeouts) {
        int before = node.statements.total();
        long timeoutsBefore = node.projections.timeouts();
        LiveNode.await("a round of timeouts")
                .until(() -> node.projections.timeouts() - timeoutsBefore >= (long) timeouts * PROJECTIONS);
        return node.statements.total() - before;
    }
}
