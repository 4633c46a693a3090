package org.headrace.web.projection;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.headrace.projection.ProjectionAudit;
import org.headrace.projection.ProjectionAudit.StreamAudit;
import org.jspecify.annotations.Nullable;

/** What an audit of a projection found. */
@JsonbPropertyOrder({"projection", "complete", "auditedAt", "streams"})
public record AuditView(String projection, boolean complete, Instant auditedAt, List<Stream> streams) {

    /**
     * Of one stream.
     *
     * @param firstMissing absent: none is missing
     */
    @JsonbPropertyOrder({
        "stream",
        "complete",
        "head",
        "eventsInLog",
        "firstMissing",
        "lastProcessedOffset",
        "eventsProcessed",
        "eventsOfUnknownType",
        "eventsSkipped",
        "deadLetters",
        "findings"
    })
    public record Stream(
            String stream,
            boolean complete,
            long head,
            long eventsInLog,
            @Nullable Long firstMissing,
            long lastProcessedOffset,
            long eventsProcessed,
            long eventsOfUnknownType,
            long eventsSkipped,
            long deadLetters,
            List<String> findings) {

        static Stream of(StreamAudit audit) {
            return new Stream(
                    audit.stream(),
                    audit.isComplete(),
                    audit.head(),
                    audit.eventsInLog(),
                    audit.firstMissing(),
                    audit.lastProcessedOffset(),
                    audit.counts().processed(),
                    audit.counts().unknown(),
                    audit.counts().skipped(),
                    audit.counts().parked(),
                    audit.findings());
        }
    }

    static AuditView of(ProjectionAudit audit) {
        return new AuditView(
                audit.projection(),
                audit.isComplete(),
                audit.auditedAt(),
                audit.streams().stream().map(Stream::of).toList());
    }
}
