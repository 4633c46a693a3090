package org.headrace.engine.projection;

import java.util.ArrayList;
import java.util.List;
import org.headrace.projection.ProjectionAudit.StreamAudit;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.stream.spi.StreamContents.Contents;
import org.jspecify.annotations.Nullable;

/** Adds up what a stream holds and what a projection says to have made of it. Pure. */
final class AuditStream {

    private AuditStream() {}

    /**
     * Adds up.
     *
     * @param audited read before the contents were counted, which may only move on
     * @param letters the dead letters there are; null: not to be compared, as the counts moved meanwhile
     */
    static StreamAudit of(AuditedPlace audited, @Nullable Long letters, Contents contents) {
        Checkpoint place = audited.checkpoint();
        List<String> findings = new ArrayList<>();
        if (contents.firstMissing() != null) {
            findings.add("the log has no event at offset " + contents.firstMissing() + ", though its head is "
                    + contents.head());
        }
        if (contents.events() > contents.head() + 1) {
            findings.add("the log holds " + contents.events() + " events, more than its head " + contents.head()
                    + " tells of");
        }
        if (audited.furthest() > contents.head()) {
            findings.add("the checkpoint is at " + audited.furthest() + ", beyond the head " + contents.head());
        }
        Counts counts = place.counts();
        long sum = counts.processed() + counts.skipped() + counts.parked();
        if (sum < place.lastProcessedOffset() + 1 || sum > audited.furthest() + 1) {
            findings.add("up to the checkpoint there are " + (place.lastProcessedOffset() + 1) + " events, but "
                    + counts.processed() + " were processed, " + counts.skipped() + " skipped and " + counts.parked()
                    + " parked");
        }
        if (letters != null && letters != counts.parked()) {
            findings.add(counts.parked() + " events were parked, but there are " + letters + " dead letters");
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
