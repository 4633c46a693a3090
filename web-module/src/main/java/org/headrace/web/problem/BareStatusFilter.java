package org.headrace.web.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;

/** Gives a problem for a body to failures that a resource returned as a status alone. */
@Provider
public class BareStatusFilter implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        int status = response.getStatus();
        // 408 goes to clients that have gone away.
        if (status >= 400 && status != Response.Status.REQUEST_TIMEOUT.getStatusCode() && !response.hasEntity()) {
            byte[] body = WebApplicationMapper.problem(status, null).json().getBytes(StandardCharsets.UTF_8);
            response.setEntity(body, new Annotation[0], MediaType.valueOf(Problem.MEDIA_TYPE));
        }
    }
}
