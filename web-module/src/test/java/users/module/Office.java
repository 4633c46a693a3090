package users.module;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource whose class says who may call it. */
@Path("office")
@RolesAllowed("clerk")
public final class Office {

    @GET
    public String clerks() {
        return "clerks";
    }

    @GET
    @Path("door")
    @PermitAll
    public String door() {
        return "door";
    }
}
