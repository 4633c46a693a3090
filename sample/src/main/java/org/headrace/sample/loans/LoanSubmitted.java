package org.headrace.sample.loans;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.math.BigDecimal;
import org.headrace.stream.EventType;
import org.jspecify.annotations.Nullable;

/** The first event of an application; of its data, what the read model needs. */
@EventType("A_SUBMITTED")
public record LoanSubmitted(@Nullable LoanCase loanCase) {

    @JsonbCreator
    public LoanSubmitted(@JsonbProperty("case") @Nullable LoanCase loanCase) {
        this.loanCase = loanCase;
    }

    /** What was applied for. */
    public record LoanCase(@Nullable BigDecimal amountRequested) {

        @JsonbCreator
        public LoanCase(@JsonbProperty("AMOUNT_REQ") @Nullable BigDecimal amountRequested) {
            this.amountRequested = amountRequested;
        }
    }

    BigDecimal amount() {
        return loanCase == null || loanCase.amountRequested() == null ? BigDecimal.ZERO : loanCase.amountRequested();
    }
}
