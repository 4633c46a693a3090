package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.projection.DeadLetters;
import org.headrace.projection.OnPoison;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.RebuildStatus.State;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.Test;

/** A new version of a parallel projection, and of one that has dead letters. */
class SplitRebuildTest extends RebuiltModel {

    private static final int KEYS = 7;

    private int appended;

    @Test
    void aParallelProjectionIsRebuiltAndSwitchedInItsSegments() throws Exception {
        node.registry().register(definition().withOptions(OPTIONS.withParallelism(3)));
        appendKeyed(60);
        awaitLive(59);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP, 60);
        appendKeyed(20);
        awaitLive(79);
        model.note = "v2";
        node.rebuilds().switchOver(NAME, true, ADA);
        appendKeyed(10);
        awaitLive(89);

        assertThat(offsets("model")).containsExactlyElementsOf(upTo(89));
        assertThat(offsets("model WHERE replayed")).containsExactlyElementsOf(upTo(59));
        assertThat(column("SELECT count(*) FROM projection_segments WHERE projection_name = '" + NAME + "'"))
                .containsExactly("3");
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();

        node.rebuilds().rollBack(NAME, ADA);
        awaitLive(89);
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(89));
        assertThat(names("projection_segments")).containsExactly(NAME);
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
    }

    @Test
    void aNewVersionHasDeadLettersOfItsOwnWhichCountWhenItServes() throws Exception {
        node.registry().register(definition().withOptions(OPTIONS.withOnPoison(OnPoison.DEAD_LETTER)));
        appendKeyed(30);
        awaitLive(29);
        model.poisonInReplay.add(8L); // of key 1, as are 15, 22 and 29
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP, 30);
        assertThat(parked()).as("those of the one that serves").isEmpty();
        appendKeyed(14); // key 1 has 36 and 43
        awaitLive(43);

        node.rebuilds().switchOver(NAME, true, ADA);

        assertThat(parked()).containsExactly(8L, 15L, 22L, 29L, 36L, 43L);
        assertThat(offsets("model")).hasSize(44 - 6).doesNotContain(8L, 15L, 43L);
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
        appendKeyed(7);
        ProjectionStatus live = awaitProcessed(50);
        assertThat(live.counts().parked()).isEqualTo(7);

        node.rebuilds().rollBack(NAME, ADA);
        awaitProcessed(50);
        assertThat(parked()).isEmpty();
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(50));
        assertThat(names("projection_dead_letters")).isEmpty();
    }

    private List<Long> parked() {
        return node
                .deadLetters()
                .find(NAME, new DeadLetters.Query(DeadLetters.Filter.ALL, 100, null))
                .letters()
                .stream()
                .map(letter -> letter.at().offset())
                .toList();
    }

    private ProjectionStatus awaitProcessed(long offset) {
        return Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.projections().status(NAME),
                        s -> s.state() == ProjectionState.LIVE
                                && s.positions().get(0).lastProcessedOffset() == offset);
    }

    /** One key after the other. */
    private void appendKeyed(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Tested", JsonText.of("1")).withKey("key " + appended % KEYS));
            appended++;
        }
        node.log().append(STREAM, events.toArray(NewEvent[]::new));
    }
}
