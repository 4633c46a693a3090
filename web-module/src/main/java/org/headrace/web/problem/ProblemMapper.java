package org.headrace.web.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/**
 * Says which problem an exception is. One a kind of exception. A class and no interface: Jersey looks for the type of
 * exception among the interfaces that a class and its superclasses name themselves.
 */
public abstract class ProblemMapper<X extends Throwable> implements ExceptionMapper<X> {

    public abstract Problem problem(X failure);

    @Override
    public Response toResponse(X failure) {
        return problem(failure).response().build();
    }
}
