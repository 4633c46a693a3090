package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;
import org.junit.jupiter.api.Test;

/** What holds of a projection that is split into segments, whatever the store. */
abstract class SegmentsContract extends SplitProjection {

    @Test
    void everyEventIsProcessedOnceAndThoseOfAKeyInOrder() throws Exception {
        append(500);
        run(OPTIONS);
        append(37);
        run(OPTIONS);

        assertAllOnceInOrderOfKeys(537);
        assertThat(segments()).hasSize(4).allMatch(s -> s.lastProcessedOffset() == 536);
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(536);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(537, 0, 0));
    }

    @Test
    void segmentsAreProcessedAtTheSameTime() throws Exception {
        append(200);
        var together = new CyclicBarrier(2);
        ParallelHandler waiting = (event, context) -> {
            if (Set.of(0L, firstOfAnotherSegmentThan(0))
                    .contains(context.event().offset())) {
                together.await(30, TimeUnit.SECONDS);
            }
            add(context);
        };
        environment.run(environment.newRunner(
                ProjectionDefinition.of(NAME, waiting, STREAM).withOptions(OPTIONS)));

        assertAllOnceInOrderOfKeys(200);
    }

    @Test
    void theNumberChangesBetweenRunsAndBackToOne() throws Exception {
        append(100);
        run(OPTIONS.withParallelism(1));
        assertThat(segments()).isEmpty();
        append(100);
        run(OPTIONS.withParallelism(4));
        assertThat(segments()).hasSize(4);
        append(100);
        run(OPTIONS.withParallelism(3));
        assertThat(segments()).hasSize(3);
        append(100);
        run(OPTIONS.withParallelism(1));
        assertThat(segments()).isEmpty();
        append(100);
        run(OPTIONS.withParallelism(64));

        assertAllOnceInOrderOfKeys(500);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(500, 0, 0));
    }

    @Test
    void whatAnOperatorWantsCountsMoreThanTheOptions() throws Exception {
        append(50);
        environment.parts().places().segments().want(NAME, 2);
        run(OPTIONS);
        assertThat(segments()).hasSize(2);
        assertAllOnceInOrderOfKeys(50);
    }

    @Test
    void aNodeThatDiedBeforeTheCheckpointFollowedLosesNoCount() throws Exception {
        append(100);
        run(OPTIONS);
        append(1);
        // As if the segment's transaction had been the last that its node committed.
        environment
                .parts()
                .places()
                .segments()
                .advance(NAME, STREAM, segmentOf(100), new Move(99, 100, new Counts(1, 0, 0)));

        run(OPTIONS);

        assertThat(environment.model().offsets()).hasSize(100);
        assertThat(audit().findings()).isEmpty();
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(100);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(101, 0, 0));
    }

    @Test
    void anAuditFindsACountThatNoSegmentsCanHave() throws Exception {
        append(100);
        run(OPTIONS);
        assertThat(audit().findings()).isEmpty();
        append(1);
        environment
                .parts()
                .places()
                .segments()
                .advance(NAME, STREAM, segmentOf(100), new Move(99, 100, new Counts(3, 0, 0)));

        assertThat(audit().findings()).singleElement().asString().contains("103 were processed");
    }

    @Test
    void oneEventATransactionWorksInSegmentsToo() throws Exception {
        append(60);
        run(OPTIONS.withCheckpointPerEvent(true));
        assertAllOnceInOrderOfKeys(60);
    }

    @Test
    void segmentsBeyondTheEndOfTheirStreamAreRefused() throws Exception {
        append(10);
        run(OPTIONS);
        environment.parts().places().segments().advance(NAME, STREAM, 3, new Move(9, 50, Counts.NONE));
        append(1);
        ProjectionRunner runner = newRunner(OPTIONS);
        environment.run(runner);

        assertThat(runner.standing().misfit()).contains("offset 50", "ends at 10");
        assertThat(environment.model().offsets()).hasSize(10);
    }
}
