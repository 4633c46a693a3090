package org.headrace.web.description;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** Our own resources. */
@Path("openapi.{format: yaml|json}")
@ApplicationScoped
@Produces({Descriptions.YAML, MediaType.APPLICATION_JSON})
public class ApiDescriptionResource {

    @GET
    public Response read(@PathParam("format") String format) throws IOException {
        return Descriptions.answer("headrace/openapi", format);
    }
}
