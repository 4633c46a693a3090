package org.headrace.sample.orders;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind;
import org.headrace.saga.StepOptions;
import org.headrace.sample.orders.OrderRepository.OrderRecords;
import org.junit.jupiter.api.Test;

/** What the steps of an order do to the store, each in a transaction of its own as the engine runs them. */
abstract class OrderStepsContract {

    private static final String RESERVE = "ReserveInventory";
    private static final String PAY = "AuthorizePayment";
    private static final String SHIP = "ShipOrder";
    private static final long WIDGETS = 1_000_000;

    private final String order = "O-" + UUID.randomUUID();

    /** With the stock that it begins with, and no orders. */
    abstract OrderStore store();

    @Test
    void theItemsOfOneProductAreReservedTogether() throws Exception {
        reserve("s1", "PROD-123:2", "PROD-456:1", "PROD-123:3");
        assertThat(stock("PROD-123")).isEqualTo(WIDGETS - 5);
        assertThat(stock("PROD-456")).isEqualTo(999);
        assertThat(reservationsOf("s1"))
                .containsExactlyInAnyOrder(
                        new Reservation("s1", order, "PROD-123", 5, true),
                        new Reservation("s1", order, "PROD-456", 1, true));
        assertThat(view())
                .isEqualTo(new OrderView(
                        order,
                        List.of(new OrderView.Reserved("PROD-123", 5), new OrderView.Reserved("PROD-456", 1)),
                        "none",
                        "none"));
    }

    @Test
    void aShortageIsToldAndRollsBackWhatWasTakenBefore() throws Exception {
        assertThatExceptionOfType(PermanentFailureException.class)
                .isThrownBy(() -> reserve("s1", "PROD-789:2", "PROD-123:7"))
                .withMessage("Inventory reservation failed: 2 of PROD-789 wanted, 1 in stock");
        assertThat(stock("PROD-123")).isEqualTo(WIDGETS);
        assertThat(stock("PROD-789")).isEqualTo(1);
        assertThat(reservationsOf("s1")).isEmpty();
        assertThat(view().reserved()).isEmpty();
    }

    @Test
    void itemsThatFitOneByOneAreShortTogether() {
        assertThatExceptionOfType(PermanentFailureException.class)
                .isThrownBy(() -> reserve("s1", "PROD-789:1", "PROD-789:1"))
                .withMessageContaining("2 of PROD-789 wanted, 1 in stock");
    }

    @Test
    void anUnknownProductIsNamed() throws Exception {
        assertThatExceptionOfType(PermanentFailureException.class)
                .isThrownBy(() -> reserve("s1", "PROD-123:1", "PROD-XYZ:1"))
                .withMessage("Inventory reservation failed: there is no product PROD-XYZ");
        assertThat(stock("PROD-123")).isEqualTo(WIDGETS);
    }

    @Test
    void releasePutsBackWhatTheSagaTookAndThatOnce() throws Exception {
        reserve("s1", "PROD-123:2", "PROD-456:1");
        reserve("s2", "PROD-123:40");
        undo("s1", RESERVE);
        assertThat(stock("PROD-123")).isEqualTo(WIDGETS - 40);
        assertThat(stock("PROD-456")).isEqualTo(1_000);
        assertThat(view().reserved()).containsExactly(new OrderView.Reserved("PROD-123", 40));

        undo("s1", RESERVE);
        assertThat(stock("PROD-123")).isEqualTo(WIDGETS - 40);
        assertThat(reservationsOf("s1")).hasSize(2).noneMatch(Reservation::isOpen);
    }

    @Test
    void aReleaseThatIsRolledBackHasPutNothingBack() throws Exception {
        reserve("s1", "PROD-123:2");
        assertThatThrownBy(() -> store().inTransaction(orders -> {
                    orders.putBackIntoStock("PROD-123", 2);
                    orders.closeReservations("s1");
                    throw new IllegalStateException("after the release");
                }))
                .hasMessageContaining("after the release");
        assertThat(stock("PROD-123")).isEqualTo(WIDGETS - 2);
        assertThat(view().reserved()).containsExactly(new OrderView.Reserved("PROD-123", 2));
    }

    @Test
    void theStockIsTheNewestWithinATransactionToo() throws Exception {
        long left = store().inTransaction(orders -> {
            assertThat(orders.stock("PROD-789")).contains(new StockItem("PROD-789", "Rare Widget", 1));
            assertThat(orders.takeFromStock("PROD-789", 1)).isTrue();
            assertThat(orders.takeFromStock("PROD-789", 1)).isFalse();
            return orders.stock("PROD-789").orElseThrow().inStock();
        });
        assertThat(left).isZero();
    }

    @Test
    void theLastItemGoesToOneOfManyWhoWantIt() throws Exception {
        List<Boolean> got = Concurrently.all(8, i -> () -> {
            try {
                reserve("s" + i, "PROD-789:1");
                return true;
            } catch (PermanentFailureException tooLate) {
                assertThat(tooLate).hasMessageContaining("1 of PROD-789 wanted, 0 in stock");
                return false;
            }
        });
        assertThat(got).containsOnlyOnce(true);
        assertThat(stock("PROD-789")).isZero();
    }

    @Test
    void ordersForTheSameGoodsInAnotherOrderDoNotDeadlock() throws Exception {
        Concurrently.all(8, i -> () -> {
            for (int n = 0; n < 10; n++) {
                String saga = "s" + i + "-" + n;
                if (i % 2 == 0) {
                    reserve(saga, "PROD-123:1", "PROD-456:1");
                } else {
                    reserve(saga, "PROD-456:1", "PROD-123:1");
                }
            }
            return i;
        });
        assertThat(stock("PROD-123")).isEqualTo(WIDGETS - 80);
        assertThat(stock("PROD-456")).isEqualTo(920);
    }

    @Test
    void aPaymentIsAuthorizedAndVoided() throws Exception {
        perform("s1", PAY, data());
        assertThat(records().payments())
                .singleElement()
                .satisfies(p -> assertThat(p.amount()).isEqualByComparingTo("99.98"))
                .satisfies(p -> assertThat(p.status()).isEqualTo(Payment.Status.AUTHORIZED));
        assertThat(view().payment()).isEqualTo("authorized");
        undo("s1", PAY);
        assertThat(view().payment()).isEqualTo("voided");
    }

    @Test
    void aPaymentThatIsToFailLeavesNothing() throws Exception {
        SagaData data = data().with("simulatePaymentFailure", true);
        assertThatExceptionOfType(PermanentFailureException.class)
                .isThrownBy(() -> perform("s1", PAY, data))
                .withMessage("Payment authorization failed: Insufficient funds");
        assertThat(records().payments()).isEmpty();
    }

    @Test
    void aShipmentIsMadeWithATrackingNumberAndCancelled() throws Exception {
        SagaData data = data();
        perform("s1", SHIP, data);
        assertThat(data.get("trackingNumber", String.class)).isEqualTo("TRACK-s1");
        assertThat(records().shipments())
                .containsExactly(new Shipment("s1", order, "123 Main St", "TRACK-s1", Shipment.Status.CREATED));
        undo("s1", SHIP);
        assertThat(view().shipment()).isEqualTo("cancelled");
    }

    @Test
    void whatIsNotThereCannotBeUndone() {
        assertThatThrownBy(() -> undo("s1", PAY)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> undo("s1", SHIP)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store().inTransaction(orders -> {
                    orders.putBackIntoStock("PROD-XYZ", 1);
                    return 0;
                }))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void theDefinitionHasTheseSteps() throws Exception {
        OrderFulfillment definition = store().inTransaction(OrderStepsContract::definition);
        assertThat(definition.name()).isEqualTo("order-fulfillment");
        assertThat(definition.steps().all()).extracting(SagaStep::name).containsExactly(RESERVE, PAY, SHIP);
        assertThat(definition.steps().all())
                .allSatisfy(step -> assertThat(step.kind()).isInstanceOf(StepKind.Transactional.class))
                .allSatisfy(step -> assertThat(step.compensation()).isNotNull())
                .allSatisfy(step -> assertThat(step.options()).isEqualTo(StepOptions.DEFAULT));
        assertThat(definition.correlationId(data())).contains(order);
    }

    private void reserve(String saga, String... items) throws Exception {
        perform(saga, RESERVE, data().with("items", lines(items)));
    }

    private static List<Map<String, Object>> lines(String... items) {
        return Arrays.stream(items)
                .map(item -> item.split(":", 2))
                .map(item ->
                        Map.<String, Object>of("productId", item[0], "quantity", Integer.valueOf(item[1]), "price", 1))
                .toList();
    }

    private void perform(String saga, String step, SagaData data) throws Exception {
        run(saga, step, data, SagaState.RUNNING);
    }

    private void undo(String saga, String step) throws Exception {
        run(saga, step, data(), SagaState.COMPENSATING);
    }

    private void run(String saga, String name, SagaData data, SagaState state) throws Exception {
        store().inTransaction(orders -> {
            SagaStep step = definition(orders).steps().all().stream()
                    .filter(s -> s.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            var context = new SagaContext(new Saga(saga, order, "order-fulfillment"), state, name, data, 0);
            requireNonNull(step.action(context.direction())).perform(context);
            return data;
        });
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private static OrderFulfillment definition(OrderRepository orders) {
        var definition = new OrderFulfillment();
        definition.inventory = StepsOver.inventory(orders);
        definition.payments = new Payments();
        definition.payments.orders = orders;
        definition.shipping = StepsOver.shipping(orders);
        return definition;
    }

    private SagaData data() {
        return SagaData.of("orderId", order)
                .with("amount", new BigDecimal("99.98"))
                .with("shippingAddress", "123 Main St");
    }

    private long stock(String product) throws Exception {
        return store().inTransaction(
                        orders -> orders.stock(product).orElseThrow().inStock());
    }

    private List<Reservation> reservationsOf(String saga) throws Exception {
        return store().inTransaction(orders -> orders.reservationsOf(saga));
    }

    private OrderRecords records() throws Exception {
        return store().inTransaction(orders -> orders.ofOrder(order));
    }

    private OrderView view() throws Exception {
        return OrderView.of(order, records());
    }
}
