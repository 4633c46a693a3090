package org.headrace.sample.loans;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A row of {@code loan_applications}. */
@Entity
@Table(name = "loan_applications")
public class LoanApplicationRow {

    @Id
    @Column(name = "application_id")
    private String applicationId = "";

    private @Nullable String state;

    private BigDecimal amount = BigDecimal.ZERO;

    @Column(name = "first_at")
    private @Nullable String firstAt;

    @Column(name = "last_at")
    private @Nullable String lastAt;

    private long events;

    LoanApplication read() {
        return new LoanApplication(applicationId, state, amount, firstAt, lastAt, events);
    }

    LoanApplicationRow write(LoanApplication application) {
        applicationId = application.applicationId();
        state = application.state();
        amount = application.amount();
        firstAt = application.firstAt();
        lastAt = application.lastAt();
        events = application.events();
        return this;
    }
}
