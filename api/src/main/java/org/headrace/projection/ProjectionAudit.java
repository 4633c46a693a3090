package org.headrace.projection;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.headrace.projection.ProjectionStatus.Counts;
import org.jspecify.annotations.Nullable;

/** Whether every event of a projection's streams was processed once, as counted anew. */
public record ProjectionAudit(String projection, Instant auditedAt, List<StreamAudit> streams) {

    /**
     * Of one stream.
     *
     * @param head where the stream says to end, −1: nowhere
     * @param eventsInLog counted one by one
     * @param firstMissing the lowest offset up to the head without an event; null: none is missing
     * @param lastProcessedOffset the checkpoint, −1: nothing yet
     * @param counts what became of the events up to there
     * @param findings what does not add up, in words
     */
    public record StreamAudit(
            String stream,
            long head,
            long eventsInLog,
            @Nullable Long firstMissing,
            long lastProcessedOffset,
            Counts counts,
            List<String> findings) {

        public StreamAudit {
            findings = List.copyOf(findings);
        }

        /** Nothing was found. */
        public boolean isComplete() {
            return findings.isEmpty();
        }
    }

    public ProjectionAudit {
        streams = List.copyOf(streams);
    }

    /**
     * What one may see of it who may know of some of its streams only.
     *
     * @param known whether one may know of a stream
     */
    public ProjectionAudit seenBy(Predicate<String> known) {
        return new ProjectionAudit(
                projection,
                auditedAt,
                streams.stream().filter(audit -> known.test(audit.stream())).toList());
    }

    /** Nothing was found in any stream. */
    public boolean isComplete() {
        return streams.stream().allMatch(StreamAudit::isComplete);
    }
}
