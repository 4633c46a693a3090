package org.headrace.persistence.saga;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.headrace.saga.spi.SagaRecord.Call;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.jspecify.annotations.Nullable;

/** What a saga waits for, in its row. */
@Embeddable
public class PendingColumns {

    @Column(name = "deadline_at")
    private @Nullable Instant deadlineAt;

    @Column(name = "awaited_until")
    private @Nullable Instant awaitedUntil;

    @Column(name = "call_fence")
    private @Nullable Long callFence;

    @Column(name = "call_since")
    private @Nullable Instant callSince;

    @Column(name = "doubtful_step")
    private @Nullable String doubtfulStep;

    static @Nullable PendingColumns of(Pending pending) {
        if (pending.equals(Pending.NOTHING)) {
            return null;
        }
        var columns = new PendingColumns();
        Call call = pending.call();
        columns.deadlineAt = pending.deadline();
        columns.awaitedUntil = pending.awaitedUntil();
        columns.callFence = call == null ? null : (Long) call.fence();
        columns.callSince = call == null ? null : call.since();
        columns.doubtfulStep = pending.doubtful();
        return columns;
    }

    Pending read() {
        Call call = callFence == null || callSince == null ? null : new Call(callFence, callSince);
        return new Pending(deadlineAt, awaitedUntil, call, doubtfulStep);
    }
}
