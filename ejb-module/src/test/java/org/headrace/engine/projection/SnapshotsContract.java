package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions.Query;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.OnPoison;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.Snapshots.Info;
import org.headrace.projection.SnapshottableProjection;
import org.headrace.projection.spi.Snapshot;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots of a read model, and rebuilds that start from them, whatever the store. */
abstract class SnapshotsContract {

    static final String NAME = "snapped";
    static final Operator ADA = new Operator("ada", "");

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String STREAM = "Snapped";
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withPollingInterval(Duration.ofMillis(50))
            .withRetry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));

    final Model model = new Model();
    private TestNode node;

    abstract TestNode newNode();

    /** A read model in the transactions of the node. */
    interface Rows {
        void add(long offset);

        /** In order. */
        List<Long> all();

        void clear();
    }

    abstract Rows rows();

    @BeforeEach
    void open() {
        node = newNode();
    }

    @AfterEach
    void close() {
        node.close();
    }

    final TestNode node() {
        return node;
    }

    /** A row an event. */
    final class Model implements ParallelHandler, ResettableProjection, SnapshottableProjection {

        volatile int version = 1;
        volatile long unreadableFrom = Long.MAX_VALUE;
        volatile long poison = -1;
        volatile boolean unwritable;
        final List<Long> projected = new ArrayList<>();

        @Override
        public synchronized void project(Object event, EventContext context) {
            if (context.event().offset() == poison) {
                throw new IllegalStateException("cannot bear it");
            }
            rows().add(context.event().offset());
            projected.add(context.event().offset());
        }

        @Override
        public void reset() {
            rows().clear();
        }

        @Override
        public int snapshotVersion() {
            return version;
        }

        @Override
        public void writeSnapshot(OutputStream out) throws IOException {
            if (unwritable) {
                throw new IOException("no room");
            }
            var data = new DataOutputStream(out);
            List<Long> all = rows().all();
            data.writeInt(all.size());
            for (long offset : all) {
                data.writeLong(offset);
            }
        }

        @Override
        public void readSnapshot(InputStream in) throws IOException {
            var data = new DataInputStream(in);
            int count = data.readInt();
            for (int i = 0; i < count; i++) {
                long offset = data.readLong();
                if (offset >= unreadableFrom) {
                    throw new IOException("cannot read row " + offset);
                }
                rows().add(offset);
            }
        }
    }

    @Test
    void aRebuildStartsFromTheNewestSnapshot() {
        register(OPTIONS);
        append(20);
        awaitLive(19);
        node.snapshots().take(NAME, ADA);
        append(10);
        awaitLive(29);
        Info newest = node.snapshots().take(NAME, new Operator("bob", "before the weekend"));
        append(5);
        awaitLive(34);
        model.projected.clear();

        node.projections().rebuild(NAME, ADA);

        awaitLive(34);
        assertThat(model.projected).as("what came after the snapshot").containsExactly(30L, 31L, 32L, 33L, 34L);
        assertThat(rows().all()).containsExactlyElementsOf(upTo(34));
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
        assertThat(newest.offsets()).containsEntry(STREAM, 29L);
        assertThat(newest.takenBy()).isEqualTo("bob");
        assertThat(node.actions()
                        .find(new Query(OperatorAction.projection(NAME), 9, null))
                        .actions())
                .extracting(a -> a.action() + ": " + a.by().reason())
                .containsExactly("rebuild: ", "take-snapshot: before the weekend", "take-snapshot: ");
    }

    @Test
    void aSnapshotOfAnotherVersionIsNotRead() {
        register(OPTIONS);
        append(20);
        awaitLive(19);
        node.snapshots().take(NAME, ADA);
        model.version = 2;
        model.projected.clear();

        node.projections().rebuild(NAME, ADA);

        awaitLive(19);
        assertThat(model.projected).containsExactlyElementsOf(upTo(19));
        assertThat(node.snapshots().list(NAME)).extracting(Info::fits).containsExactly(false);
    }

    @Test
    void ofUnreadableSnapshotsTheNextOlderOneIsUsed() {
        register(OPTIONS);
        append(10);
        awaitLive(9);
        node.snapshots().take(NAME, ADA);
        append(10);
        awaitLive(19);
        node.snapshots().take(NAME, ADA);
        corruptNewest();
        append(10);
        awaitLive(29);
        Info unreadable = node.snapshots().take(NAME, ADA);
        model.unreadableFrom = 25; // fails when it has written some of its rows
        model.projected.clear();

        try (var log = new CapturedLog(FromSnapshot.class)) {
            node.projections().rebuild(NAME, ADA);
            awaitLive(29);
            assertThat(log.messages())
                    .anyMatch(m -> m.contains("snapshot " + unreadable.id()) && m.contains("cannot read row 25"))
                    .anyMatch(m -> m.contains("its checksum is wrong"));
        }

        assertThat(model.projected)
                .containsExactlyElementsOf(LongStream.range(20, 30).boxed().toList());
        assertThat(rows().all()).containsExactlyElementsOf(upTo(29));
    }

    @Test
    void withoutAReadableOneTheRebuildStartsAtTheFirstEvent() {
        register(OPTIONS);
        append(10);
        awaitLive(9);
        node.snapshots().take(NAME, ADA);
        model.unreadableFrom = 0;
        model.projected.clear();

        node.projections().rebuild(NAME, ADA);

        awaitLive(9);
        assertThat(rows().all()).containsExactlyElementsOf(upTo(9));
        assertThat(model.projected).containsExactlyElementsOf(upTo(9));
    }

    @Test
    void aSnapshotIsTakenAfterSoManyEventsAndTheNewestThreeAreKept() {
        register(OPTIONS.withSnapshotEvery(10));
        for (int i = 1; i <= 5; i++) {
            append(10);
            long last = i * 10L - 1;
            awaitLive(last);
            Awaitility.await().atMost(DEADLINE).until(() -> newestOffset() == last);
        }
        append(9);
        awaitLive(58);

        assertThat(node.snapshots().list(NAME))
                .extracting(info -> info.offsets().get(STREAM))
                .containsExactly(49L, 39L, 29L);
        assertThat(node.snapshots().list(NAME)).extracting(Info::takenBy).containsOnly("headrace");
    }

    @Test
    void aSnapshotThatCannotBeTakenHoldsNothingUp() {
        model.unwritable = true;
        register(OPTIONS.withSnapshotEvery(10));
        append(10);
        awaitLive(9);
        assertThatThrownBy(() -> node.snapshots().take(NAME, ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("no room");
        model.unwritable = false;
        append(10);
        awaitLive(19);
        Awaitility.await().atMost(DEADLINE).until(() -> newestOffset() == 19);
    }

    @Test
    void whatASnapshotWouldLackIsRefused() {
        register(OPTIONS.withOnPoison(OnPoison.DEAD_LETTER));
        append(5);
        awaitLive(4);
        model.poison = 6;
        append(5);
        awaitLive(9);

        assertThatThrownBy(() -> node.snapshots().take(NAME, ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("dead letters");
        assertThatThrownBy(() -> node.snapshots().take("unheard-of", ADA))
                .isInstanceOf(ProjectionNotFoundException.class);
        DynamicProjection plain = (event, context) -> {};
        node.registry().register(ProjectionDefinition.of("plain", plain, STREAM).withOptions(OPTIONS));
        assertThatThrownBy(() -> node.snapshots().take("plain", ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("SnapshottableProjection");
        assertThat(node.snapshots().list(NAME)).isEmpty();
    }

    @Test
    void aParallelProjectionGoesOnInTheSegmentsOfItsSnapshot() {
        register(OPTIONS.withParallelism(2));
        append(20);
        awaitLive(19);
        node.snapshots().take(NAME, ADA);
        append(5);
        awaitLive(24);
        model.projected.clear();

        node.projections().rebuild(NAME, ADA);

        awaitLive(24);
        assertThat(model.projected).containsExactlyInAnyOrder(20L, 21L, 22L, 23L, 24L);
        assertThat(rows().all()).containsExactlyElementsOf(upTo(24));
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
    }

    private void corruptNewest() {
        Snapshot newest = node.snapshotStore().list(NAME).get(0);
        byte[] content = node.snapshotStore().content(newest.id()).orElseThrow();
        content[content.length - 1] ^= 1;
        node.snapshotStore().save(newest, content); // under the checksum of the content as it was
    }

    private long newestOffset() {
        return node.snapshots().list(NAME).stream()
                .findFirst()
                .map(info -> info.offsets().getOrDefault(STREAM, -1L))
                .orElse(-1L);
    }

    final void register(ProjectionOptions options) {
        node.registry()
                .register(ProjectionDefinition.of(NAME, model, STREAM)
                        .withOptions(options)
                        .withTables("snapped"));
    }

    final void append(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Tested", JsonText.of("1")).withKey("key " + i));
        }
        node.log().append(STREAM, events.toArray(NewEvent[]::new));
    }

    final void awaitLive(long offset) {
        Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.projections().status(NAME),
                        s -> s.state() == ProjectionState.LIVE
                                && s.positions().get(0).lastProcessedOffset() == offset);
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }
}
