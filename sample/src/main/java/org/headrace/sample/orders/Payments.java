package org.headrace.sample.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;

/** Authorizes the payment of an order, and voids it. */
@ApplicationScoped
public class Payments {

    private static final System.Logger LOG = System.getLogger(Payments.class.getName());

    @Inject
    OrderRepository orders;

    public void authorize(SagaContext context) {
        String orderId = context.get("orderId", String.class);
        BigDecimal amount = context.get("amount", BigDecimal.class);
        LOG.log(Level.INFO, "Authorizing payment of {0} for order {1}", amount.toPlainString(), orderId);
        if (context.find("simulatePaymentFailure", Boolean.class).orElse(false)) {
            String failure = "Payment authorization failed: Insufficient funds";
            LOG.log(Level.WARNING, failure);
            throw new PermanentFailureException(failure);
        }
        orders.savePayment(new Payment(context.saga().id(), orderId, amount, Payment.Status.AUTHORIZED));
    }

    public void cancel(SagaContext context) {
        LOG.log(Level.INFO, "Compensating: voiding the payment of order {0}", context.get("orderId", String.class));
        orders.voidPayment(context.saga().id());
    }
}
