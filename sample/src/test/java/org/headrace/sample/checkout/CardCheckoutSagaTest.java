package org.headrace.sample.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.headrace.saga.SagaData;
import org.headrace.sample.checkout.PaymentGateway.Charge;
import org.headrace.sample.orders.HeapOrders;
import org.headrace.sample.orders.StepsOver;
import org.headrace.testkit.SagaScenario;
import org.headrace.testkit.SagaTestkit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a checkout as a whole, with a gateway behind real HTTP, whatever goes wrong on its way. */
class CardCheckoutSagaTest {

    @RegisterExtension
    static final SagaTestkit sagas = SagaTestkit.inMemory();

    private static final SagaData CHECKOUT = SagaData.of("orderId", "ORD-1")
            .with("items", List.of(Map.of("productId", "PROD-123", "quantity", 2, "price", 49.99)))
            .with("amount", new BigDecimal("99.98"))
            .with("shippingAddress", "123 Main St")
            .with("cardToken", "card-4242");

    private final PaymentGateway client = new PaymentGateway();
    private TestGateway gateway;
    private HeapOrders orders;
    private int callsBefore;

    @BeforeEach
    void openGateway() throws IOException {
        gateway = new TestGateway();
        client.address = () -> Optional.of(gateway.url());
    }

    @AfterEach
    void closeGateway() {
        gateway.close();
    }

    private SagaScenario checkout() {
        return sagas.given(this::definition)
                .startedWith(CHECKOUT)
                .watching(this::everything)
                .signalling("Delivered", "2026-11-27");
    }

    /** What is left in stock, and what cards are charged with in this run. */
    private List<String> everything() {
        List<String> all = new ArrayList<>();
        all.add(orders.stock("PROD-123").orElseThrow().toString());
        var keys = new TreeSet<String>();
        gateway.calls().stream().skip(callsBefore).forEach(call -> keys.add(call.substring(call.indexOf(' ') + 1)));
        keys.stream().filter(this::isCharged).forEach(key -> all.add("charged under " + key));
        return all;
    }

    private boolean isCharged(String key) {
        try {
            return client.find(key).filter(Charge::isCharged).isPresent();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isOverWhenTheGoodsHaveArrived() {
        checkout()
                .whenRun()
                .thenCompleted()
                .thenSteps("ReserveInventory", "ChargeCard", "ShipOrder", "Delivered")
                .thenEffects(
                        "StockItem[productId=PROD-123, productName=Widget, inStock=999998]",
                        "charged under <saga>:ChargeCard:execute");
    }

    @Test
    void isUndoneWhenTheGoodsDoNotArrive() {
        sagas.given(this::definition)
                .startedWith(CHECKOUT)
                .watching(this::everything)
                .afterWaiting(Duration.ofDays(14))
                .whenRun()
                .thenCompensated()
                .thenUndone("ShipOrder", "ChargeCard", "ReserveInventory")
                .thenCleanSlate();
    }

    @TestFactory
    Stream<DynamicTest> isUndoneWhicheverStepFails() {
        return checkout().failingAtEveryStep();
    }

    @TestFactory
    Stream<DynamicTest> isChargedOnceWhereverTheNodeCrashes() {
        List<DynamicTest> crashes = checkout().crashingAtEveryPoint().toList();
        assertThat(crashes)
                .extracting(DynamicTest::getDisplayName)
                .contains("crash after ChargeCard execute", "crash after ChargeCard compensate, when Delivered fails");
        return crashes.stream();
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private CardCheckout definition() {
        orders = new HeapOrders(sagas.heap());
        callsBefore = gateway.calls().size();
        var definition = new CardCheckout();
        definition.inventory = StepsOver.inventory(orders);
        definition.shipping = StepsOver.shipping(orders);
        definition.cards = new CardPayments();
        definition.cards.gateway = client;
        return definition;
    }
}
