package org.headrace.sample.loans;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Keeps the loan read model. Writes join the caller's transaction. */
public interface LoanRepository {

    Optional<LoanApplication> application(String id);

    /** By id; an application that was never saved is absent. */
    Map<String, LoanApplication> applications(Collection<String> ids);

    void save(Collection<LoanApplication> applications);

    /** Adds to the number of events of each type. */
    void count(Map<String, Long> moreByType);

    LoanSummary summary();

    void clear();
}
