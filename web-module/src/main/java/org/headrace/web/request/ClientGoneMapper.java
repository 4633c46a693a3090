package org.headrace.web.request;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/** Nobody is left to read an answer, so it has no body: writing one would only fill the log with broken connections. */
@Provider
public class ClientGoneMapper implements ExceptionMapper<ClientGoneException> {

    private static final Log LOG = Log.of(ClientGoneMapper.class);

    @Override
    public Response toResponse(ClientGoneException failure) {
        LOG.write(LogMessage.CLIENT_GONE, failure.getMessage());
        return Response.status(Response.Status.REQUEST_TIMEOUT).build();
    }
}
