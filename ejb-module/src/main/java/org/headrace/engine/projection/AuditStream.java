package org.headrace.engine.projection;

import java.util.ArrayList;
import java.util.List;
import org.headrace.projection.ProjectionAudit.StreamAudit;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.stream.spi.StreamContents.Contents;

/** Adds up what a stream holds and what a projection says to have made of it. Pure. */
final class AuditStream {

    private AuditStream() {}

    /** @param contents counted after the checkpoint was read, which may only move on */
    static StreamAudit of(Checkpoint place, Contents contents) {
        List<String> findings = new ArrayList<>();
        if (contents.firstMissing() != null) {
            findings.add("the log has no event at offset " + contents.firstMissing() + ", though its head is "
                    + contents.head());
        }
        if (contents.events() > contents.head() + 1) {
            findings.add("the log holds " + contents.events() + " events, more than its head " + contents.head()
                    + " tells of");
        }
        if (place.lastProcessedOffset() > contents.head()) {
            findings.add(
                    "the checkpoint is at " + place.lastProcessedOffset() + ", beyond the head " + contents.head());
        }
        Counts counts = place.counts();
        if (counts.processed() + counts.skipped() != place.lastProcessedOffset() + 1) {
            findings.add("up to the checkpoint there are " + (place.lastProcessedOffset() + 1) + " events, but "
                    + counts.processed() + " were processed and " + counts.skipped() + " skipped");
        }
        return new StreamAudit(
                place.stream(),
                contents.head(),
                contents.events(),
                contents.firstMissing(),
                place.lastProcessedOffset(),
                counts,
                findings);
    }
}
