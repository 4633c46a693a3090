package org.headrace.sample.loans;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** In PostgreSQL. */
public final class JpaLoans implements LoanRepository {

    private static final String COUNT =
            """
            INSERT INTO loan_event_counts AS c (event_type, events) VALUES (:type, :more)
            ON CONFLICT (event_type) DO UPDATE SET events = c.events + excluded.events
            """;

    private final EntityManager entities;

    public JpaLoans(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public Optional<LoanApplication> application(String id) {
        return Optional.ofNullable(find(id)).map(LoanApplicationRow::read);
    }

    /** One query for all of them; what it finds stays in the persistence context for {@link #save}. */
    @Override
    public Map<String, LoanApplication> applications(Collection<String> ids) {
        Map<String, LoanApplication> found = new HashMap<>();
        entities.createQuery(
                        "select a from LoanApplicationRow a where a.applicationId in :ids", LoanApplicationRow.class)
                .setParameter("ids", ids)
                .getResultStream()
                .map(LoanApplicationRow::read)
                .forEach(application -> found.put(application.applicationId(), application));
        return found;
    }

    @Override
    public void save(Collection<LoanApplication> applications) {
        for (LoanApplication application : applications) {
            LoanApplicationRow row = find(application.applicationId());
            if (row == null) {
                entities.persist(new LoanApplicationRow().write(application));
            } else {
                row.write(application);
            }
        }
    }

    /** One row for all applications: added to where it is, in one order, so that segments at work together may do so. */
    @Override
    public void count(Map<String, Long> moreByType) {
        new TreeMap<>(moreByType).forEach((type, more) -> entities.createNativeQuery(COUNT)
                .setParameter("type", type)
                .setParameter("more", more)
                .executeUpdate());
    }

    @Override
    public LoanSummary summary() {
        Object[] totals = entities.createQuery(
                        "select count(a), coalesce(sum(a.amount), 0) from LoanApplicationRow a", Object[].class)
                .getSingleResult();
        Map<String, Long> events = new TreeMap<>();
        entities.createQuery("select c from LoanEventCountRow c", LoanEventCountRow.class)
                .getResultStream()
                .forEach(row -> events.put(row.eventType(), row.events()));
        return new LoanSummary((Long) totals[0], new BigDecimal(totals[1].toString()), events);
    }

    @Override
    public void clear() {
        entities.createQuery("delete from LoanApplicationRow").executeUpdate();
        entities.createQuery("delete from LoanEventCountRow").executeUpdate();
    }

    private @Nullable LoanApplicationRow find(String id) {
        return entities.find(LoanApplicationRow.class, id);
    }
}
