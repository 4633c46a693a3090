package org.headrace.web.description;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** The resources of a user's module: its {@code headrace/openapi/MODULE.yaml} and {@code .json}. */
@Path("openapi/{module: [A-Za-z0-9_-]+}.{format: yaml|json}")
@ApplicationScoped
@Produces({Descriptions.YAML, MediaType.APPLICATION_JSON})
public class ModuleDescriptionResource {

    @GET
    public Response read(@PathParam("module") String module, @PathParam("format") String format) throws IOException {
        return Descriptions.answer("headrace/openapi/" + module, format);
    }
}
