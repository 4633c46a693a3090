package org.headrace.sample.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaProbe.Finding;
import org.headrace.sample.checkout.PaymentGateway.Charge;

/** Charges the card of an order, and refunds it: calls to another company, outside of any transaction. */
@ApplicationScoped
public class CardPayments {

    private static final System.Logger LOG = System.getLogger(CardPayments.class.getName());

    @Inject
    PaymentGateway gateway;

    /**
     * A charge that is made again under the same key is the same one.
     *
     * @throws PermanentFailureException when the card is declined
     * @throws IOException when the gateway does not answer as it should: worth another try
     */
    public void charge(SagaContext context) throws IOException, InterruptedException {
        String orderId = context.get("orderId", String.class);
        BigDecimal amount = context.get("amount", BigDecimal.class);
        LOG.log(Level.INFO, "Charging {0} for order {1}", amount.toPlainString(), orderId);
        Charge charge =
                gateway.charge(context.idempotencyKey(), orderId, amount, context.get("cardToken", String.class));
        context.set("chargeId", charge.chargeId());
    }

    /** Bears that there was no charge: the gateway then makes none under that key any more. */
    public void refund(SagaContext context) throws IOException, InterruptedException {
        LOG.log(Level.INFO, "Compensating: refunding the charge of order {0}", context.get("orderId", String.class));
        gateway.refund(chargeKey(context));
    }

    /** Whether the charge, or its refund, took effect. */
    public Finding find(SagaContext context) throws IOException, InterruptedException {
        Optional<Charge> found = gateway.find(chargeKey(context));
        boolean isCharged = found.filter(Charge::isCharged).isPresent();
        if (context.direction() == Direction.COMPENSATE) {
            return isCharged || found.isEmpty() ? Finding.NEVER_HAPPENED : Finding.HAPPENED;
        }
        if (!isCharged) {
            // A refunded one is made again too: the gateway refuses that, and the saga is compensated.
            return Finding.NEVER_HAPPENED;
        }
        context.set("chargeId", found.get().chargeId());
        return Finding.HAPPENED;
    }

    /** @throws InvalidInputException when nobody has said where the gateway is */
    void requireGateway() {
        gateway.address();
    }

    /** The key that the charge was made under, in either direction. */
    private static String chargeKey(SagaContext context) {
        return SagaContext.idempotencyKey(context.saga().id(), context.step(), Direction.EXECUTE);
    }
}
