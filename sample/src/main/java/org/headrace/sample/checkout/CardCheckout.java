package org.headrace.sample.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.SagaTrigger;
import org.headrace.sample.orders.Inventory;
import org.headrace.sample.orders.Shipping;

/** Fulfils an order that is paid by card, and is over when the goods have arrived. */
@ApplicationScoped
public class CardCheckout implements SagaDefinition {

    private static final RetryPolicy PATIENT = new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2);

    @Inject
    Inventory inventory;

    @Inject
    CardPayments cards;

    @Inject
    Shipping shipping;

    @Override
    public String name() {
        return "card-checkout";
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("ReserveInventory", inventory::reserve)
                .compensatedBy(inventory::release)
                .thenCall("ChargeCard", cards::charge)
                .compensatedBy(cards::refund)
                .whenInDoubtAsk(cards::find)
                .retrying(PATIENT)
                .within(Duration.ofSeconds(30))
                .then("ShipOrder", shipping::ship)
                .compensatedBy(shipping::cancel)
                .thenAwait("Delivered", Duration.ofDays(14));
    }

    @Override
    public Optional<SagaDeadline> deadline() {
        return Optional.of(SagaDeadline.of(Duration.ofDays(15)));
    }

    @Override
    public Optional<SagaTrigger> startedBy() {
        return Optional.of(SagaTrigger.on("Checkouts", "CheckoutRequested"));
    }

    @Override
    public void check(SagaData data) {
        CheckCheckout.check(data);
        cards.requireGateway();
    }

    @Override
    public Optional<String> correlationId(SagaData data) {
        return data.find("orderId", String.class);
    }
}
