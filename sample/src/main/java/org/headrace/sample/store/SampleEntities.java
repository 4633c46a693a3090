package org.headrace.sample.store;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Opens the persistence unit within its own module. Payara Server finds the unit of an injected entity manager when it
 * is first used, in the module of the component that is then running; that would be the WAR, or Headrace's own threads,
 * which do not see a unit of this ejb-jar.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class SampleEntities {

    @PersistenceContext(unitName = "headrace-sample")
    EntityManager entities;

    /** For any thread; each call on it joins the caller's transaction. */
    public EntityManager open() {
        entities.getEntityManagerFactory();
        return entities;
    }
}
