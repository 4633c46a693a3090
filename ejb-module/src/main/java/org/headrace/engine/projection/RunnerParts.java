package org.headrace.engine.projection;

import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.stream.Retention;

/** What all runners of a node share. */
record RunnerParts(
        LiveStreams streams,
        Retention retention,
        Places places,
        OwnTransactions transactions,
        Contributed contributed,
        Clock clock) {

    /** What modules of the deployment contribute. */
    record Contributed(List<BeforeCheckpoint> flushes, Upcasters upcasters) {

        void flush() {
            flushes.forEach(BeforeCheckpoint::flush);
        }
    }

    /** Where runners keep how far they are, and whether they may go on. */
    record Places(CheckpointStore checkpoints, RunStateStore runStates, Leases leases) {}

    /** The same, but for a version of the read model whose places are kept under other names. */
    RunnerParts under(UnaryOperator<String> naming) {
        var others = new Places(
                new CheckpointsUnder(naming, places.checkpoints()),
                new RunStatesUnder(naming, places.runStates()),
                places.leases());
        return new RunnerParts(streams, retention, others, transactions, contributed, clock);
    }

    /** Where a projection stands in a stream, as the store says. */
    Checkpoint placeOf(String projection, String stream) {
        return places.checkpoints()
                .load(projection, stream)
                .orElseGet(() -> Checkpoint.start(projection, stream, clock.instant()));
    }
}
