package org.headrace.sample.loans;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Serves the loan read model. */
@Path("loans")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class LoansResource {

    @Inject
    LoanRepository loans;

    @GET
    @Path("summary")
    public LoanSummary summary() {
        return loans.summary();
    }

    @GET
    @Path("{applicationId}")
    public LoanApplication application(@PathParam("applicationId") String id) {
        return loans.application(id).orElseThrow(() -> new NotFoundException("There is no loan application " + id));
    }
}
