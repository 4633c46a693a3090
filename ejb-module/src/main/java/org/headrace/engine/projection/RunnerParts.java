package org.headrace.engine.projection;

import java.time.Clock;
import java.util.List;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.transaction.OwnTransactions;
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
}
