package org.headrace.benchmarks.workload;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.headrace.projection.EventContext;
import org.headrace.projection.Projection;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.StreamProjection;

/** The same, one event at a time with JPA, as the ordinary API leads one to write it. */
@StreamProjection(name = UserEntities.NAME, streams = Touched.STREAM, batchSize = 500)
public class UserEntities implements Projection<Touched>, ResettableProjection {

    static final String NAME = "benchmark-entities";

    @PersistenceContext(unitName = "headrace-benchmark")
    EntityManager entities;

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
