package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.headrace.projection.ProjectionOptions;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a node's readers when the store fails them, or comes back with another history. */
class TroubledStoreTest {

    private static final String STREAM = "Troubled";

    private final LiveNode node = new LiveNode(1 << 20);
    private final List<Long> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void readTwentyEvents() throws Exception {
        node.appends.append(LiveNode.events(STREAM, 20, "0"));
        node.projections.register(
                "p",
                STREAM,
                ProjectionOptions.DEFAULT,
                (batch, context) ->
                        seen.addAll(batch.stream().map(RecordedEvent::offset).toList()));
        node.subscribers.subscribe(STREAM, 0);
        LiveNode.await("all is read")
                .until(() -> seen.size() == 20
                        && node.subscribers.offsets(STREAM).get(0).size() == 20);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anOutageIsShownAndWaitedForAndNothingIsLost() {
        node.log.down(true);
        LiveNode.await("the idle projection shows it").until(() -> node.projections.waitsForDatabase("p"));
        node.elsewhere().append(LiveNode.events(STREAM, 5, "0"));
        int failures = node.log.failures.get();
        LiveNode.await("it is tried again").until(() -> node.log.failures.get() >= failures + 3);
        assertThat(seen).hasSize(20);
        node.log.down(false);

        List<Long> all = LongStream.range(0, 25).boxed().toList();
        LiveNode.await("the rest").until(() -> seen.size() == 25);
        LiveNode.await("the rest")
                .until(() -> node.subscribers.offsets(STREAM).get(0).size() == 25);
        assertThat(seen).isEqualTo(all);
        assertThat(node.subscribers.offsets(STREAM).get(0)).isEqualTo(all);
        LiveNode.await("it waits no more").until(() -> !node.projections.waitsForDatabase("p"));
    }

    @Test
    void aProjectionWhoseStreamWentBackWhileItRanStopsAndSaysSo() {
        node.database.execute("DELETE FROM events WHERE stream_offset >= 15");
        node.database.execute("UPDATE streams SET head = 14");
        LiveNode.await("it is noticed").until(() -> node.projections.misfit("p") != null);
        assertThat(node.projections.misfit("p")).contains("offset 19", "ends at 14");
        node.elsewhere().append(LiveNode.events(STREAM, 3, "0"));
        LiveNode.await("the head is known").until(() -> node.streams.head(STREAM) == 17);

        assertThat(node.projections.misfit("p")).contains("offset 19");
        assertThat(seen).hasSize(20);
        assertThat(node.projections.checkpoint("p", STREAM)).isEqualTo(19);
    }
}
