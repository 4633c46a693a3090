package org.headrace.persistence.saga;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Marks;
import org.headrace.saga.spi.SagaRecord.Origin;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code saga_states}. */
@Entity
@Table(name = "saga_states")
public class SagaStateRow {

    @Id
    @Column(name = "saga_id")
    private String sagaId = "";

    @Column(name = "correlation_id")
    private String correlationId = "";

    @Column(name = "saga_name")
    private String sagaName = "";

    private int state;

    @Column(name = "current_step")
    private int currentStep;

    @Column(name = "total_steps")
    private int totalSteps;

    @Column(name = "completed_steps")
    @JdbcTypeCode(SqlTypes.JSON)
    private String completedSteps = "[]";

    @JdbcTypeCode(SqlTypes.JSON)
    private String data = "{}";

    @Column(name = "started_at")
    private Instant startedAt = Instant.EPOCH;

    @Column(name = "last_updated")
    private Instant lastUpdated = Instant.EPOCH;

    @Column(name = "completed_at")
    private @Nullable Instant completedAt;

    @Column(name = "error_message")
    private @Nullable String errorMessage;

    @Column(name = "definition_version")
    private int definitionVersion;

    @Column(name = "definition_hash")
    private String definitionHash = "";

    @Column(name = "business_key")
    private @Nullable String businessKey;

    private String fingerprint = "";

    private @Nullable String trace;

    @Column(name = "paused_by")
    private @Nullable String pausedBy;

    @Column(name = "pause_reason")
    private @Nullable String pauseReason;

    @Column(name = "paused_at")
    private @Nullable Instant pausedAt;

    @Column(name = "cancelled_by")
    private @Nullable String cancelledBy;

    @Column(name = "cancellation_reason")
    private @Nullable String cancellationReason;

    @Column(name = "cancelled_at")
    private @Nullable Instant cancelledAt;

    private int attempts;

    @Column(name = "next_attempt_at")
    private @Nullable Instant nextAttemptAt;

    /** Null: all of its columns are. */
    @Embedded
    private @Nullable PendingColumns pending;

    @Version
    private long revision;

    /** For Hibernate, which fills it. */
    protected SagaStateRow() {}

    /** @param revision that is in the database; of a new row 0 */
    SagaStateRow(SagaRecord saga, long revision) {
        this.revision = revision;
        sagaId = saga.id();
        correlationId = saga.saga().correlationId();
        sagaName = saga.saga().name();
        definitionVersion = saga.origin().version();
        definitionHash = saga.origin().hash();
        businessKey = saga.origin().businessKey();
        fingerprint = saga.origin().fingerprint();
        trace = StoredTrace.write(saga.saga().trace());
        data = saga.data().text();
        write(saga.progress());
        startedAt = saga.times().startedAt();
        lastUpdated = saga.times().lastUpdated();
        completedAt = saga.times().completedAt();
        writePause(saga.pause());
        writeCancellation(saga.cancellation());
        write(saga.failure());
        pending = PendingColumns.of(saga.pending());
    }

    long revision() {
        return revision;
    }

    SagaRecord read() {
        return new SagaRecord(
                new Saga(sagaId, correlationId, sagaName, StoredTrace.read(trace)),
                new Origin(definitionVersion, definitionHash, businessKey, fingerprint),
                new Progress(SagaState.ofCode(state), currentStep, totalSteps, steps()),
                JsonText.validated(data),
                new Times(startedAt, lastUpdated, completedAt),
                new Marks(mark(pausedBy, pauseReason, pausedAt), mark(cancelledBy, cancellationReason, cancelledAt)),
                errorMessage == null ? null : new Failure(errorMessage, attempts, nextAttemptAt),
                pending == null ? Pending.NOTHING : pending.read());
    }

    private void write(Progress progress) {
        state = progress.state().code();
        currentStep = progress.currentStep();
        totalSteps = progress.totalSteps();
        completedSteps = JsonArrays.of(progress.completedSteps());
    }

    private void writePause(@Nullable Mark pause) {
        pausedBy = pause == null ? null : pause.by().principal();
        pauseReason = pause == null ? null : pause.by().reason();
        pausedAt = pause == null ? null : pause.at();
    }

    private void writeCancellation(@Nullable Mark cancellation) {
        cancelledBy = cancellation == null ? null : cancellation.by().principal();
        cancellationReason = cancellation == null ? null : cancellation.by().reason();
        cancelledAt = cancellation == null ? null : cancellation.at();
    }

    private void write(@Nullable Failure failure) {
        errorMessage = failure == null ? null : failure.error();
        attempts = failure == null ? 0 : failure.attempts();
        nextAttemptAt = failure == null ? null : failure.nextAttemptAt();
    }

    private List<String> steps() {
        return List.of(JsonText.validated(completedSteps).decode(String[].class));
    }

    private static @Nullable Mark mark(@Nullable String by, @Nullable String reason, @Nullable Instant at) {
        return by == null || at == null ? null : new Mark(new Operator(by, reason == null ? "" : reason), at);
    }
}
