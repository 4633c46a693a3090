package org.headrace.sample.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Serves the stock. */
@Path("inventory")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class InventoryResource {

    @Inject
    OrderRepository orders;

    @GET
    @Path("{productId}")
    public StockItem stock(@PathParam("productId") String productId) {
        return orders.stock(productId).orElseThrow(() -> new NotFoundException("There is no product " + productId));
    }
}
