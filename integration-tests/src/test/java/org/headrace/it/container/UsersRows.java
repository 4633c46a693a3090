package org.headrace.it.container;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** A user's own persistence unit, beside the sample's, injected into a CDI bean. */
@ApplicationScoped
public class UsersRows {

    @PersistenceContext(unitName = "users-own")
    EntityManager entities;

    public void add(String id) {
        entities.persist(new UsersRow(id));
    }

    /** After a flush. */
    public int backend() {
        entities.flush();
        return ((Number) entities.createNativeQuery("SELECT pg_backend_pid()").getSingleResult()).intValue();
    }
}
