package org.headrace.web.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.headrace.saga.SagaDecisions;
import org.headrace.saga.SagaDecisions.BulkAction;
import org.headrace.web.request.ActingOperator;

/** What operators do to many sagas at a time. Its path leaves a saga that is named {@code bulk} its own. */
@Path("sagas/bulk/{action: retry|cancel}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SagaBulkResource {

    @Inject
    SagaDecisions decisions;

    /** To those that the query finds, as in a search; with {@code dryRun=true} only told. */
    @POST
    public String act(
            @PathParam("action") String action,
            @Context UriInfo request,
            @Context SecurityContext caller,
            InputStream body)
            throws IOException {
        BulkAction wanted = action.equals("retry") ? BulkAction.RETRY : BulkAction.CANCEL;
        BulkRequest bulk = BulkRequest.of(request.getQueryParameters());
        return DecisionJson.of(decisions.bulk(wanted, bulk.query(), bulk.isDryRun(), ActingOperator.of(caller, body)));
    }
}
