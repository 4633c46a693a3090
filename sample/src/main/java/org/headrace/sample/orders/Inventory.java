package org.headrace.sample.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;

/** Takes goods out of the stock for an order, and puts them back. */
@ApplicationScoped
public class Inventory {

    private static final System.Logger LOG = System.getLogger(Inventory.class.getName());

    @Inject
    OrderRepository orders;

    /** All items or none: what was taken before one is short is rolled back with the step. */
    public void reserve(SagaContext context) {
        String orderId = context.get("orderId", String.class);
        LOG.log(Level.INFO, "Reserving inventory for order {0}", orderId);
        // In order of product, so that two orders for the same goods wait for each other and do not deadlock.
        Map<String, Integer> quantities = new TreeMap<>();
        for (OrderItem item : context.get("items", OrderItem[].class)) {
            quantities.merge(item.productId(), item.quantity(), Math::addExact);
        }
        quantities.forEach((productId, quantity) -> {
            if (!orders.takeFromStock(productId, quantity)) {
                throw new PermanentFailureException(shortage(productId, quantity));
            }
            orders.addReservation(new Reservation(context.saga().id(), orderId, productId, quantity, true));
        });
    }

    public void release(SagaContext context) {
        var reservations = orders.reservationsOf(context.saga().id()).stream()
                .filter(Reservation::isOpen)
                .collect(Collectors.toMap(Reservation::productId, Reservation::quantity, Math::addExact, TreeMap::new));
        LOG.log(
                Level.INFO,
                "Compensating: releasing inventory reservation {0} of order {1}",
                reservations,
                context.get("orderId", String.class));
        reservations.forEach(orders::putBackIntoStock);
        orders.closeReservations(context.saga().id());
    }

    private String shortage(String productId, int quantity) {
        Optional<StockItem> item = orders.stock(productId);
        String failure = item.isEmpty()
                ? "Inventory reservation failed: there is no product " + productId
                : "Inventory reservation failed: " + quantity + " of " + productId + " wanted, "
                        + item.get().inStock() + " in stock";
        LOG.log(Level.WARNING, failure);
        return failure;
    }
}
