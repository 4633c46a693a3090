package org.headrace.engine.stream;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.LocalBean;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Optional;

/**
 * Who calls. A session bean, since its context is the one place where both servers tell it the same way, whether the
 * thread came in by HTTP, by a WebSocket or by an EJB. A singleton of its own concurrency, since calls to it wait for
 * nobody. The caller's transaction goes through it untouched.
 */
@Singleton
@LocalBean
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class CallerIdentity {

    /** What WildFly and Payara, in capitals, call a caller who has not authenticated. */
    private static final String NOBODY = "anonymous";

    @Resource
    SessionContext context;

    public Optional<String> name() {
        return Optional.ofNullable(context.getCallerPrincipal().getName())
                .filter(name -> !name.isBlank() && !name.equalsIgnoreCase(NOBODY));
    }
}
