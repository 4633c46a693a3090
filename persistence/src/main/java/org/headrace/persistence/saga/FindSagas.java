package org.headrace.persistence.saga;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.headrace.saga.SagaQuery;
import org.hibernate.StatelessSession;

/** Finds rows by any of a query's criteria, the newest first. */
final class FindSagas {

    private static final String STARTED_AT = "startedAt";
    private static final String SAGA_ID = "sagaId";

    private FindSagas() {}

    /** One more than the limit, if there are that many. */
    static List<SagaStateRow> find(StatelessSession session, SagaQuery query) {
        CriteriaBuilder builder = session.getCriteriaBuilder();
        CriteriaQuery<SagaStateRow> rows = builder.createQuery(SagaStateRow.class);
        Root<SagaStateRow> row = rows.from(SagaStateRow.class);
        rows.select(row)
                .where(criteria(builder, row, query).toArray(Predicate[]::new))
                .orderBy(builder.desc(row.get(STARTED_AT)), builder.asc(row.get(SAGA_ID)));
        return session.createQuery(rows).setMaxResults(query.limit() + 1).getResultList();
    }

    private static List<Predicate> criteria(CriteriaBuilder builder, Root<SagaStateRow> row, SagaQuery query) {
        List<Predicate> all = new ArrayList<>();
        if (query.state() != null) {
            all.add(builder.equal(row.get("state"), query.state().code()));
        }
        if (query.correlationId() != null) {
            all.add(builder.equal(row.get("correlationId"), query.correlationId()));
        }
        if (query.name() != null) {
            all.add(builder.equal(row.get("sagaName"), query.name()));
        }
        StoredTimes started = StoredTimes.within(query.started());
        if (started.from() != null) {
            all.add(builder.greaterThanOrEqualTo(row.<Instant>get(STARTED_AT), started.from()));
        }
        if (started.before() != null) {
            all.add(builder.lessThan(row.<Instant>get(STARTED_AT), started.before()));
        }
        if (query.cursor() != null) {
            SagaCursor last = SagaCursor.parse(query.cursor());
            // The first one is implied by the second, and is what the index can be searched by.
            all.add(builder.lessThanOrEqualTo(row.<Instant>get(STARTED_AT), last.startedAt()));
            all.add(builder.or(
                    builder.lessThan(row.<Instant>get(STARTED_AT), last.startedAt()),
                    builder.greaterThan(row.<String>get(SAGA_ID), last.sagaId())));
        }
        return all;
    }
}
