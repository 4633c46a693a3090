package org.headrace.web.description;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** OpenAPI documents, as builds have put them into the modules of the application. */
final class Descriptions {

    static final String YAML = "application/yaml";

    private Descriptions() {}

    /** @throws NotFoundException where no module has it */
    static Response answer(String name, String format) throws IOException {
        ClassLoader modules = Thread.currentThread().getContextClassLoader();
        try (InputStream document = modules.getResourceAsStream(name + "." + format)) {
            if (document == null) {
                throw new NotFoundException("No module is described as " + name + "." + format);
            }
            return Response.ok(document.readAllBytes())
                    .header(HttpHeaders.CONTENT_TYPE, format.equals("json") ? MediaType.APPLICATION_JSON : YAML)
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .build();
        }
    }
}
