package org.headrace.web.request;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;

/** Nobody is left to read an answer, so it has no body: writing one would only fill the log with broken connections. */
@Provider
public class ClientGoneMapper implements ExceptionMapper<ClientGoneException> {

    private static final System.Logger LOG = System.getLogger(ClientGoneMapper.class.getName());

    @Override
    public Response toResponse(ClientGoneException failure) {
        LOG.log(Level.DEBUG, String.valueOf(failure.getMessage()));
        return Response.status(Response.Status.REQUEST_TIMEOUT).build();
    }
}
