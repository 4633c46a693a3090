package org.headrace.sample.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.headrace.sample.orders.OrderRepository.OrderRecords;

/** Serves what stands of an order. */
@Path("orders")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {

    @Inject
    OrderRepository orders;

    /** 404 for an order that no saga has ever reserved, charged or shipped anything for. */
    @GET
    @Path("{orderId}")
    public OrderView order(@PathParam("orderId") String orderId) {
        OrderRecords records = orders.ofOrder(orderId);
        if (records.reservations().isEmpty()
                && records.payments().isEmpty()
                && records.shipments().isEmpty()) {
            throw new NotFoundException("Nothing was ever done for an order " + orderId);
        }
        return OrderView.of(orderId, records);
    }
}
