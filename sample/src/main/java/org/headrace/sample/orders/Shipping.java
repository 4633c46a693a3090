package org.headrace.sample.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import org.headrace.saga.SagaContext;

/** Makes the shipment of an order, and cancels it. */
@ApplicationScoped
public class Shipping {

    private static final System.Logger LOG = System.getLogger(Shipping.class.getName());

    @Inject
    OrderRepository orders;

    public void ship(SagaContext context) {
        String orderId = context.get("orderId", String.class);
        LOG.log(Level.INFO, "Shipping order {0}", orderId);
        String trackingNumber = "TRACK-" + context.saga().id();
        orders.saveShipment(new Shipment(
                context.saga().id(),
                orderId,
                context.get("shippingAddress", String.class),
                trackingNumber,
                Shipment.Status.CREATED));
        context.set("trackingNumber", trackingNumber);
    }

    public void cancel(SagaContext context) {
        LOG.log(Level.INFO, "Compensating: cancelling the shipment of order {0}", context.get("orderId", String.class));
        orders.cancelShipment(context.saga().id());
    }
}
