package org.headrace.sample.loans;

import java.math.BigDecimal;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * The read model of one application.
 *
 * @param state the type of its newest event that tells of the application itself ({@code A_…}); null: none yet
 * @param amount requested
 * @param firstAt when its first event occurred, as the log tells it; null where the log does not
 * @param lastAt when its newest event occurred
 * @param events how many it has
 */
public record LoanApplication(
        String applicationId,
        @Nullable String state,
        BigDecimal amount,
        @Nullable String firstAt,
        @Nullable String lastAt,
        long events) {

    static LoanApplication begun(String id) {
        return new LoanApplication(id, null, BigDecimal.ZERO, null, null, 0);
    }

    LoanApplication plus(RecordedEvent event) {
        boolean submitted = event.type().equals("A_SUBMITTED");
        return new LoanApplication(
                applicationId,
                event.type().startsWith("A_") ? event.type() : state,
                submitted ? event.payload(LoanSubmitted.class).amount() : amount,
                firstAt == null ? event.occurredAt() : firstAt,
                event.occurredAt() == null ? lastAt : event.occurredAt(),
                events + 1);
    }
}
