package org.headrace.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.headrace.saga.SagaData;
import org.headrace.sample.orders.OrderRepository.OrderRecords;
import org.headrace.testkit.SagaOutcome;
import org.headrace.testkit.SagaScenario;
import org.headrace.testkit.SagaTestkit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What becomes of an order as a whole, whatever goes wrong on its way. */
abstract class OrderSagaContract {

    private static final SagaData ORDER = SagaData.of("orderId", "O-1")
            .with("items", List.of(Map.of("productId", "PROD-123", "quantity", 2, "price", 49.99)))
            .with("amount", new BigDecimal("99.98"))
            .with("shippingAddress", "123 Main St");

    private OrderRepository orders;

    abstract SagaTestkit sagas();

    /** With a full stock and no orders. */
    abstract OrderRepository freshOrders();

    private SagaScenario order() {
        return sagas().given(this::fulfillment).startedWith(ORDER).watching(this::everything);
    }

    /** What stands of the order, and what is left in stock. */
    private List<String> everything() {
        OrderRecords records = orders.ofOrder("O-1");
        List<String> all = new ArrayList<>();
        all.add(orders.stock("PROD-123").orElseThrow().toString());
        records.reservations().stream().filter(Reservation::isOpen).forEach(r -> all.add(r.toString()));
        records.payments().stream()
                .filter(p -> p.status() == Payment.Status.AUTHORIZED)
                .forEach(p -> all.add(p.toString()));
        records.shipments().stream()
                .filter(s -> s.status() == Shipment.Status.CREATED)
                .forEach(s -> all.add(s.toString()));
        return all;
    }

    @Test
    void isReservedPaidAndShipped() {
        order().whenRun()
                .thenCompleted()
                .thenSteps("ReserveInventory", "AuthorizePayment", "ShipOrder")
                .thenData("trackingNumber", String.class, number -> assertThat(number)
                        .startsWith("TRACK-"))
                .thenEffects(
                        "StockItem[productId=PROD-123, productName=Widget, inStock=999998]",
                        "Reservation[sagaId=<saga>, orderId=O-1, productId=PROD-123, quantity=2, isOpen=true]",
                        "Payment[sagaId=<saga>, orderId=O-1, amount=99.98, status=AUTHORIZED]",
                        "Shipment[sagaId=<saga>, orderId=O-1, address=123 Main St, trackingNumber=TRACK-<saga>,"
                                + " status=CREATED]");
    }

    @Test
    void isUndoneWhenThePaymentIsDeclined() {
        order().startedWith(ORDER.copy().with("simulatePaymentFailure", true))
                .whenRun()
                .thenCompensated()
                .thenBecause("Insufficient funds")
                .thenUndone("ReserveInventory")
                .thenCleanSlate();
    }

    @Test
    void whyATestFailsIsToldAsTheGuideSays() throws IOException {
        SagaOutcome declined = order().startedWith(ORDER.copy().with("simulatePaymentFailure", true))
                .whenRun();
        String message = catchThrowable(declined::thenCompleted).getMessage();
        assertThat(Files.readString(Path.of("..", "docs", "guide", "testing.md")))
                .contains("```text\n" + message + "\n```");
    }

    @Test
    void isGivenUpWhenTheStockIsTooSmall() {
        var items = List.of(
                Map.of("productId", "PROD-123", "quantity", 1, "price", 1),
                Map.of("productId", "PROD-789", "quantity", 2, "price", 1));
        order().startedWith(ORDER.copy().with("items", items))
                .whenRun()
                .thenCompensated()
                .thenBecause("2 of PROD-789 wanted, 1 in stock")
                .thenSteps()
                .thenUndone()
                .thenCleanSlate();
    }

    @Test
    void isUndoneWhenItCannotBeShipped() {
        order().failingAt("ShipOrder")
                .whenRun()
                .thenCompensated()
                .thenUndone("AuthorizePayment", "ReserveInventory")
                .thenCleanSlate();
    }

    @TestFactory
    Stream<DynamicTest> isUndoneWhicheverStepFails() {
        return order().failingAtEveryStep();
    }

    @TestFactory
    Stream<DynamicTest> isFulfilledOnceWhenStepsAreRunTwice() {
        return order().runningEveryStepTwice();
    }

    @TestFactory
    Stream<DynamicTest> isFulfilledOnceWhereverTheNodeCrashes() {
        return order().crashingAtEveryPoint();
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private OrderFulfillment fulfillment() {
        orders = freshOrders();
        var definition = new OrderFulfillment();
        definition.inventory = StepsOver.inventory(orders);
        definition.payments = new Payments();
        definition.payments.orders = orders;
        definition.shipping = StepsOver.shipping(orders);
        return definition;
    }
}
