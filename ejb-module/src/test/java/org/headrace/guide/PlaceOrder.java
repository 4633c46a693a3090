package org.headrace.guide;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.headrace.guide.OrderEvent.OrderPlaced;
import org.headrace.stream.EventLog;
import org.headrace.stream.NewEvent;

/** Appends what happened. */
@ApplicationScoped
public class PlaceOrder {

    @Inject
    EventLog log;

    public void place(String orderId, String productId, int quantity) {
        log.append("Orders", NewEvent.of(new OrderPlaced(productId, quantity)).withKey(orderId));
    }
}
