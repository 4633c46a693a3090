package org.headrace.web.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaSignal;
import org.headrace.web.saga.SagasResource.Message;
import org.jspecify.annotations.Nullable;

/** Gives sagas what they wait for. */
@Path("sagas/{sagaId}/signals/{name}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SagaSignalsResource {

    private static final JsonText NOTHING = JsonText.validated("null");

    @Inject
    SagaOrchestrator sagas;

    /** 202; 200 when the same key had come before. The body is any JSON; none stands for null. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response signal(
            @PathParam("sagaId") String sagaId,
            @PathParam("name") String name,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        JsonText data = DataBody.read(body, headers.getHeaderString(HttpHeaders.CONTENT_ENCODING))
                .orElse(NOTHING);
        requireKeepable(data);
        return sagas.signal(new SagaSignal(sagaId, name, data, key))
                ? Response.accepted(new Message("Signal " + name + " given")).build()
                : Response.ok(new Message("Signal " + name + " had been given before under this key"))
                        .build();
    }

    /** It becomes a value of the saga's data. */
    private static void requireKeepable(JsonText data) {
        SagaData.empty().set("body", data);
    }
}
