package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.projection.spi.StaleCheckpointException;
import org.junit.jupiter.api.Test;

/** What stores of segments hold to. */
abstract class SegmentStoreContract {

    abstract SegmentStore segments();

    abstract CheckpointStore checkpoints();

    abstract JtaEnvironment jta();

    @Test
    void aStreamThatWasNeverSplitHasNone() {
        assertThat(segments().load("p", "unsplit")).isEmpty();
        assertThat(segments().wanted("p")).isEmpty();
    }

    @Test
    void eachSegmentMovesAndCountsForItself() {
        segments().replace("p", "split", List.of(segment(0, 2, 4, 5), segment(1, 2, 4, 0)));
        segments().replace("q", "split", List.of(segment(0, 1, 7, 8)));

        segments().advance("p", "split", 1, new Move(4, 9, new Counts(3, 2, 1)));

        assertThat(segments().load("p", "split"))
                .containsExactly(segment(0, 2, 4, 5), new Segment(1, 2, 9, new Counts(3, 2, 1)));
        assertThat(segments().load("q", "split")).containsExactly(segment(0, 1, 7, 8));
    }

    @Test
    void whoDoesNotKnowWhereASegmentStandsCannotMoveIt() {
        segments().replace("p", "stale", List.of(segment(0, 2, 4, 5), segment(1, 2, 6, 0)));

        assertThatThrownBy(() -> segments().advance("p", "stale", 0, new Move(3, 9, Counts.NONE)))
                .isInstanceOf(StaleCheckpointException.class);
        assertThatThrownBy(() -> segments().advance("p", "stale", 2, new Move(-1, 9, Counts.NONE)))
                .isInstanceOf(StaleCheckpointException.class);
        assertThat(segments().load("p", "stale")).containsExactly(segment(0, 2, 4, 5), segment(1, 2, 6, 0));
    }

    @Test
    void theSplitCanBeAnotherOneOrNone() throws Exception {
        segments().replace("p", "resplit", List.of(segment(0, 2, 4, 5), segment(1, 2, 4, 0)));

        jta().rolledBack(() -> {
            segments().replace("p", "resplit", List.of());
            return null;
        });
        assertThat(segments().load("p", "resplit")).hasSize(2);

        List<Segment> three =
                IntStream.range(0, 3).mapToObj(i -> segment(i, 3, 4, i)).toList();
        jta().inTransaction(() -> {
            segments().replace("p", "resplit", three);
            return null;
        });
        assertThat(segments().load("p", "resplit")).isEqualTo(three);

        segments().replace("p", "resplit", List.of());
        assertThat(segments().load("p", "resplit")).isEmpty();
    }

    @Test
    void whatAnOperatorWantsIsKept() {
        segments().want("wanted", 4);
        segments().want("wanted", 2);
        assertThat(segments().wanted("wanted")).contains(2);
        assertThat(segments().wanted("other")).isEmpty();
    }

    @Test
    void countsAreTakenOnceAndBeginAnew() throws Exception {
        segments().replace("p", "drained", List.of(segment(0, 2, 4, 0), segment(1, 2, 4, 0)));
        segments().advance("p", "drained", 0, new Move(4, 9, new Counts(3, 2, 1, 1)));
        segments().advance("p", "drained", 1, new Move(4, 8, new Counts(2, 0, 0, 0)));

        jta().rolledBack(() -> segments().drain("p", "drained"));
        assertThat(jta().inTransaction(() -> segments().drain("p", "drained"))).isEqualTo(new Counts(5, 2, 1, 1));
        assertThat(jta().inTransaction(() -> segments().drain("p", "drained"))).isEqualTo(Counts.NONE);
        assertThat(segments().load("p", "drained")).containsExactly(segment(0, 2, 9, 0), segment(1, 2, 8, 0));
        assertThat(jta().inTransaction(() -> segments().drain("p", "unsplit"))).isEqualTo(Counts.NONE);
    }

    @Test
    void aCheckpointFollowsItsSegmentsAndKeepsTheRest() {
        checkpoints().recordError("p", "aligned", "an error");
        checkpoints().advance("p", "aligned", -1, 3, 4);
        checkpoints().reset("p", "aligned");
        checkpoints().align("p", "aligned", 5, new Counts(2, 1, 1, 1));

        checkpoints().align("p", "aligned", 9, new Counts(7, 2, 3, 4));

        Checkpoint checkpoint = checkpoints().load("p", "aligned").orElseThrow();
        assertThat(checkpoint.lastProcessedOffset()).isEqualTo(9);
        assertThat(checkpoint.counts()).isEqualTo(new Counts(9, 3, 4, 5));
        assertThat(checkpoint.replayUntil()).isEqualTo(3);
        assertThat(checkpoint.lastError()).isEqualTo("an error");
        checkpoints().align("p", "aligned anew", -1, Counts.NONE);
        assertThat(checkpoints().load("p", "aligned anew")).isPresent();
    }

    private static Segment segment(int number, int of, long offset, long processed) {
        return new Segment(number, of, offset, new Counts(processed, 0, 0));
    }
}
