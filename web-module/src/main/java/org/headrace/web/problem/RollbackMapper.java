package org.headrace.web.problem;

import jakarta.transaction.RollbackException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;

@Provider
public class RollbackMapper implements ExceptionMapper<RollbackException> {

    @Context
    Providers providers;

    @Override
    public Response toResponse(RollbackException failure) {
        return MappedCause.answer(failure, providers);
    }
}
