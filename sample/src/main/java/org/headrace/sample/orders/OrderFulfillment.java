package org.headrace.sample.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** Fulfils an order. */
@ApplicationScoped
public class OrderFulfillment implements SagaDefinition {

    @Inject
    Inventory inventory;

    @Inject
    Payments payments;

    @Inject
    Shipping shipping;

    @Override
    public String name() {
        return "order-fulfillment";
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("ReserveInventory", inventory::reserve)
                .compensatedBy(inventory::release)
                .then("AuthorizePayment", payments::authorize)
                .compensatedBy(payments::cancel)
                .then("ShipOrder", shipping::ship)
                .compensatedBy(shipping::cancel);
    }

    @Override
    public void check(SagaData data) {
        CheckOrder.check(data);
    }

    @Override
    public Optional<String> correlationId(SagaData data) {
        return data.find("orderId", String.class);
    }
}
