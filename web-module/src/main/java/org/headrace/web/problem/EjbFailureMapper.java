package org.headrace.web.problem;

import jakarta.ejb.EJBException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;

@Provider
public class EjbFailureMapper implements ExceptionMapper<EJBException> {

    @Context
    Providers providers;

    @Override
    public Response toResponse(EJBException failure) {
        return MappedCause.answer(failure, providers);
    }
}
