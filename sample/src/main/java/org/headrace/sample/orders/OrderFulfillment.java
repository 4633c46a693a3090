package org.headrace.sample.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStep;

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
    public List<SagaStep> steps() {
        return List.of(
                SagaStep.named("ReserveInventory", inventory::reserve).compensatedBy(inventory::release),
                SagaStep.named("AuthorizePayment", payments::authorize).compensatedBy(payments::cancel),
                SagaStep.named("ShipOrder", shipping::ship).compensatedBy(shipping::cancel));
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
