package org.headrace.sample.loans;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;

/** In the heap. */
public final class HeapLoans implements LoanRepository {

    private final TransactionalMap<String, LoanApplication> applications;
    private final TransactionalMap<String, Long> counts;

    public HeapLoans(HeapTransactions transactions) {
        this.applications = transactions.newMap();
        this.counts = transactions.newMap();
    }

    @Override
    public Optional<LoanApplication> application(String id) {
        return applications.get(id);
    }

    @Override
    public Map<String, LoanApplication> applications(Collection<String> ids) {
        Map<String, LoanApplication> found = new HashMap<>();
        ids.forEach(id -> applications.get(id).ifPresent(application -> found.put(id, application)));
        return found;
    }

    @Override
    public void save(Collection<LoanApplication> changed) {
        changed.forEach(application -> applications.put(application.applicationId(), application));
    }

    @Override
    public void count(Map<String, Long> moreByType) {
        new TreeMap<>(moreByType)
                .forEach((type, more) -> counts.update(type, before -> Optional.of(before.orElse(0L) + more)));
    }

    @Override
    public LoanSummary summary() {
        Collection<LoanApplication> all = applications.snapshot().values();
        BigDecimal amount = all.stream().map(LoanApplication::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new LoanSummary(all.size(), amount, new TreeMap<>(counts.snapshot()));
    }

    @Override
    public void clear() {
        applications.clear();
        counts.clear();
    }
}
