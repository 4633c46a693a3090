package users.module;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** A resource that says for some of its methods who may call them. */
@Path("shop")
public final class Shop {

    @GET
    public String plain() {
        return "plain";
    }

    @POST
    public String write() {
        return "written";
    }

    @POST
    @Path("clerks")
    @RolesAllowed("clerk")
    public String clerks() {
        return "clerks";
    }

    @GET
    @Path("readers")
    @RolesAllowed("headrace-reader")
    public String readers() {
        return "readers";
    }

    @POST
    @Path("everybody")
    @PermitAll
    public String everybody() {
        return "everybody";
    }

    @GET
    @Path("nobody")
    @DenyAll
    public String nobody() {
        return "nobody";
    }
}
