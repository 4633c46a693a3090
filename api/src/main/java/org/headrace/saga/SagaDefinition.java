package org.headrace.saga;

import java.util.Optional;
import org.headrace.input.InvalidInputException;

/**
 * What a saga does: its steps, in order. A CDI bean of this type (give it a scope, e.g. {@code @ApplicationScoped}) is
 * found at deployment in whichever module of the EAR it lives; others are registered with {@link SagaRegistry}. It is
 * asked once, when it is registered.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class OrderFulfillment implements SagaDefinition {
 *     @Inject Inventory inventory;
 *     @Inject Payments payments;
 *
 *     public String name() {
 *         return "order-fulfillment";
 *     }
 *
 *     public SagaSteps steps() {
 *         return SagaSteps
 *                 .first("ReserveInventory", inventory::reserve).compensatedBy(inventory::release)
 *                 .then("AuthorizePayment", payments::authorize).compensatedBy(payments::cancel);
 *     }
 * }
 * }</pre>
 */
public interface SagaDefinition {

    /** Unique; 1 to 100 characters of {@code A-Z a-z 0-9 _ . -}, not beginning with . or -. */
    String name();

    /**
     * Rises whenever the steps change in a way that sagas under way cannot follow: those are run only where their own
     * version is registered. Steps that change while the version stays are noticed: sagas that were started with the
     * steps as they were are not run with other ones.
     */
    default int version() {
        return 1;
    }

    SagaSteps steps();

    /** Empty: it may take as long as it takes. */
    default Optional<SagaDeadline> deadline() {
        return Optional.empty();
    }

    /** The events that start it, beside those who call {@link SagaOrchestrator#start}. */
    default Optional<SagaTrigger> startedBy() {
        return Optional.empty();
    }

    /**
     * Looks at what a saga is to be started with.
     *
     * @throws InvalidInputException naming each field that is wrong; nothing is started then
     */
    default void check(SagaData data) {}

    /** The correlation id of a saga that is started without one. Empty: the saga's own id. */
    default Optional<String> correlationId(SagaData data) {
        return Optional.empty();
    }
}
