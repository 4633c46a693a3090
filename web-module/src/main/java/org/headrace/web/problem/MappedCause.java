package org.headrace.web.problem;

import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Providers;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds, within what a container wrapped it in, the exception that somebody has a mapper for. */
final class MappedCause {

    private MappedCause() {}

    static Response answer(Throwable wrapper, Providers providers) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        seen.add(wrapper);
        addCauses(wrapper, open);
        while (!open.isEmpty()) {
            Throwable cause = open.removeFirst();
            if (!seen.add(cause)) {
                continue;
            }
            if (!isWrapper(cause)) {
                ExceptionMapper<Throwable> mapper = mapperOf(cause, providers);
                if (mapper != null && !(mapper instanceof FailureMapper)) {
                    return mapper.toResponse(cause);
                }
            }
            addCauses(cause, open);
        }
        return new FailureMapper().toResponse(wrapper);
    }

    private static void addCauses(Throwable failure, Deque<Throwable> open) {
        if (failure.getCause() != null) {
            open.add(failure.getCause());
        }
        // Narayana hangs what a synchronization threw on as suppressed.
        Collections.addAll(open, failure.getSuppressed());
    }

    private static boolean isWrapper(Throwable failure) {
        if (failure instanceof EJBAccessException) {
            return false;
        }
        return failure instanceof EJBException
                || failure instanceof RollbackException
                || failure instanceof TransactionalException;
    }

    @SuppressWarnings("unchecked") // the provider was chosen by this very class
    private static ExceptionMapper<Throwable> mapperOf(Throwable failure, Providers providers) {
        return (ExceptionMapper<Throwable>) providers.getExceptionMapper(failure.getClass());
    }
}
