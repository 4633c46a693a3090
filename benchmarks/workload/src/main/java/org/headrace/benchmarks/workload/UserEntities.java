package org.headrace.benchmarks.workload;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.headrace.projection.BatchContext;
import org.headrace.projection.EventContext;
import org.headrace.projection.PreparedProjection;
import org.headrace.projection.Projection;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.StreamProjection;
import org.headrace.stream.RecordedEvent;

/** The same, one event at a time with JPA entities, those of a batch loaded at once. */
@StreamProjection(name = UserEntities.NAME, streams = Touched.STREAM, batchSize = 500)
public class UserEntities implements Projection<Touched>, PreparedProjection, ResettableProjection {

    static final String NAME = "benchmark-entities";

    @PersistenceContext(unitName = "headrace-benchmark")
    EntityManager entities;

    /** The users of a batch at once. */
    @Override
    public void prepare(List<RecordedEvent> events, BatchContext context) {
        List<String> users = events.stream().map(RecordedEvent::key).distinct().toList();
        entities.createQuery("select u from UserRow u where u.id in :users", UserRow.class)
                .setParameter("users", users)
                .getResultList();
    }

    @Override
    public void project(Touched event, EventContext context) {
        UserRow user = entities.find(UserRow.class, event.userId());
        if (user == null) {
            user = new UserRow(event.userId());
            entities.persist(user);
        }
        user.add(event);
    }

    @Override
    public void reset() {
        entities.createQuery("delete from UserRow u").executeUpdate();
    }
}
