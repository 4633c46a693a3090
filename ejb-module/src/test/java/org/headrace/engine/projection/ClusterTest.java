package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ResettableProjection;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database, with a lease of 5 s. */
class ClusterTest {

    private static final String NAME = "shared";
    private static final String STREAM = "Shared";
    private static final Operator ADA = new Operator("ada", "to see");
    private static final Duration BY_LEASE = TestNode.LEASE.plusSeconds(5);

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);
    private final Jdbc jdbc = new Jdbc(jta.dataSource());
    private final TestNode first = TestNode.postgres("first", jta);
    private final TestNode second = TestNode.postgres("second", jta);

    @BeforeEach
    void register() {
        database.execute("CREATE TABLE seen (n BIGINT GENERATED ALWAYS AS IDENTITY, node TEXT, event_offset BIGINT)");
        first.registry().register(definition("first"));
        within(Duration.ofSeconds(10), "the first owns it")
                .until(() -> "first".equals(statusAt(first).owner()));
        second.registry().register(definition("second"));
        append(3);
        awaitSeen(3);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        jta.close();
        database.close();
    }

    /** Writes down which node saw which event. */
    private final class Seeing implements DynamicProjection, ResettableProjection {
        private final String node;

        private Seeing(String node) {
            this.node = node;
        }

        @Override
        public void project(Object event, EventContext context) {
            jdbc.update("INSERT INTO seen (node, event_offset) VALUES (?, ?)", statement -> {
                statement.setString(1, node);
                statement.setLong(2, context.event().offset());
            });
        }

        @Override
        public void reset() {
            jdbc.update("DELETE FROM seen", statement -> {});
        }
    }

    @Test
    void oneNodeRunsItAndBothSaySo() {
        assertThat(seenBy("second")).isEmpty();
        ProjectionStatus there = statusAt(second);
        assertThat(there.owner()).isEqualTo("first");
        assertThat(there.state()).isEqualTo(ProjectionState.LIVE);
        assertThat(there.eventsProcessed()).isEqualTo(3);
        assertThat(there.explanation()).contains("runs on node first");
        assertThat(statusAt(first).explanation()).doesNotContain("runs on node");
    }

    @Test
    void aNodeThatStopsHandsOverAtOnce() {
        first.close();
        long begun = System.nanoTime();
        within(BY_LEASE, "the second owns it")
                .until(() -> "second".equals(statusAt(second).owner()));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TestNode.LEASE.minusSeconds(1));
        append(2);
        awaitSeen(5);
        assertThat(seenBy("second")).containsExactly(3L, 4L);
    }

    @Test
    void whatANodeUnregistersGoesToTheOther() {
        first.registry().unregister(NAME);
        within(Duration.ofSeconds(10), "the second owns it")
                .until(() -> "second".equals(statusAt(second).owner()));
        append(1);
        awaitSeen(4);
    }

    @Test
    void aNodeThatDiedIsFollowedWhenItsLeaseHasRunOut() {
        first.die();
        append(2);
        within(BY_LEASE, "the owner is missed")
                .until(() -> statusAt(second).state() == ProjectionState.WAITING_FOR_LEASE
                        || "second".equals(statusAt(second).owner()));
        within(BY_LEASE, "the second owns it")
                .until(() -> "second".equals(statusAt(second).owner()));
        awaitSeen(5);
        assertThat(seenBy("first")).containsExactly(0L, 1L, 2L);
        assertThat(seenBy("second")).containsExactly(3L, 4L);
    }

    @Test
    void anOperatorMayActOnAnyNode() {
        second.projections().pause(NAME, ADA);
        append(2);
        within(Duration.ofSeconds(10), "the owner has read what the other node changed")
                .until(() -> statusAt(first).explanation().contains("paused by ada"));
        assertThat(seen()).hasSize(3);

        second.projections().resume(NAME, ADA);
        awaitSeen(5);
        assertThat(seenBy("second")).isEmpty();

        second.projections().rebuild(NAME, ADA);
        within(Duration.ofSeconds(10), "all is read anew")
                .until(() -> statusAt(second).state() == ProjectionState.LIVE && seen().size() == 5);
        assertThat(seen()).containsExactlyElementsOf(upTo(5));
    }

    @Test
    void eventsAreSeenOnceWhileOperatorsOfBothNodesRebuildAndOwnersChange() {
        for (int round = 0; round < 10; round++) {
            append(50);
            (round % 2 == 0 ? first : second).projections().rebuild(NAME, ADA);
            jdbc.update(
                    "UPDATE projection_leases SET node_id = NULL, epoch = epoch + 1 WHERE projection_name = ?",
                    statement -> statement.setString(1, NAME));
        }
        within(Duration.ofSeconds(60), "all is read")
                .until(() -> statusAt(second).eventsProcessed() == 503);
        assertThat(seen()).containsExactlyElementsOf(upTo(503));
    }

    private ProjectionDefinition definition(String node) {
        return ProjectionDefinition.of(NAME, new Seeing(node), STREAM)
                .withOptions(ProjectionOptions.DEFAULT.withBatchSize(7).withPollingInterval(Duration.ofMillis(50)));
    }

    private static ProjectionStatus statusAt(TestNode node) {
        return node.projections().status(NAME);
    }

    /** By neither node's own log: that both must find. */
    private void append(int count) {
        for (int i = 0; i < count; i++) {
            second.log().append(STREAM, NewEvent.of("Tested", JsonText.of("1")));
        }
    }

    private void awaitSeen(int count) {
        within(Duration.ofSeconds(10), count + " events are seen").until(() -> seen().size() >= count);
        assertThat(seen()).containsExactlyElementsOf(upTo(count));
    }

    private List<Long> seen() {
        return select("SELECT event_offset FROM seen ORDER BY n");
    }

    private List<Long> seenBy(String node) {
        return select("SELECT event_offset FROM seen WHERE node = '" + node + "' ORDER BY n");
    }

    private List<Long> select(String sql) {
        List<Long> offsets = new ArrayList<>();
        jdbc.each(sql, statement -> {}, row -> offsets.add(row.getLong(1)));
        return offsets;
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    private static ConditionFactory within(Duration time, String what) {
        return Awaitility.await(what).atMost(time).pollInterval(Duration.ofMillis(20));
    }
}
