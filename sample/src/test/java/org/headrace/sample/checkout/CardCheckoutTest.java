package org.headrace.sample.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.InDoubt;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaStep;
import org.headrace.saga.SagaTrigger;
import org.headrace.saga.StepKind;
import org.headrace.sample.orders.HeapOrders;
import org.headrace.sample.orders.StepsOver;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardCheckoutTest {

    private static final String CHECKOUT =
            """
            {"orderId":"ORD-1","items":[{"productId":"PROD-123","quantity":2,"price":49.99}],
            "amount":99.98,"shippingAddress":"123 Main St","cardToken":"card-4242"}
            """;

    private final CardCheckout definition = definition();

    @Test
    void isTheStoryOfACheckout() {
        assertThat(definition.steps().all())
                .extracting(SagaStep::name)
                .containsExactly("ReserveInventory", "ChargeCard", "ShipOrder", "Delivered");
        assertThat(definition.steps().all())
                .extracting(step -> step.compensation() != null)
                .containsExactly(true, true, true, false);
        assertThat(definition.steps().all().get(0).kind()).isInstanceOf(StepKind.Transactional.class);
        assertThat(definition.steps().all().get(1).kind())
                .asInstanceOf(InstanceOfAssertFactories.type(StepKind.External.class))
                .satisfies(call -> assertThat(call.inDoubt()).isEqualTo(InDoubt.PROBE))
                .satisfies(call -> assertThat(call.undoneInDoubt()).isTrue());
        assertThat(definition.steps().all().get(3).kind()).isEqualTo(new StepKind.Awaiting(Duration.ofDays(14)));
        assertThat(definition.deadline()).contains(SagaDeadline.of(Duration.ofDays(15)));
    }

    @Test
    void aCallIsGivenUpBeforeItsStepIs() {
        assertThat(definition.cards.gateway.timeout)
                .isLessThan(definition.steps().all().get(1).options().timeout());
    }

    @Test
    void anEventStartsItForItsOrder() {
        SagaTrigger trigger = definition.startedBy().orElseThrow();
        assertThat(trigger.stream()).isEqualTo("Checkouts");
        assertThat(trigger.types()).containsExactly("CheckoutRequested");
        SagaData data = trigger.data().apply(event(CHECKOUT)).orElseThrow();
        assertThat(definition.correlationId(data)).contains("ORD-1");
        assertThatCode(() -> definition.check(data)).doesNotThrowAnyException();
    }

    @Test
    void namesWhatIsWrongWithTheOrderAndWithTheCard() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> definition.check(SagaData.parse("{\"orderId\":\"ORD-1\",\"items\":[7]}")))
                .satisfies(e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactly("items[0]", "amount", "shippingAddress", "cardToken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "\"\"", "\"abc\"", "\"4242 4242 4242 4242\"", "[\"card-4242\"]", "{}"})
    void aCardIsATokenOfTheGateway(String token) {
        SagaData data = SagaData.parse(CHECKOUT.replace("\"card-4242\"", token));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> definition.check(data))
                .satisfies(e ->
                        assertThat(e.violations()).extracting(Violation::field).containsExactly("cardToken"));
    }

    @Test
    void isNotStartedWhereNobodyHasSaidWhereTheGatewayIs() {
        definition.cards.gateway.address = Optional::empty;
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> definition.check(SagaData.parse(CHECKOUT)))
                .withMessageContaining("headrace.sample.gateway: is not set: set it to the URL of the payment gateway");
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private static CardCheckout definition() {
        var orders = new HeapOrders(
                new HeapTransactions(JtaEnvironment.withoutDatabase().registry()));
        var definition = new CardCheckout();
        definition.inventory = StepsOver.inventory(orders);
        definition.shipping = StepsOver.shipping(orders);
        definition.cards = new CardPayments();
        definition.cards.gateway = new PaymentGateway();
        definition.cards.gateway.address = () -> Optional.of("http://127.0.0.1:6001/api/gateway");
        return definition;
    }

    private static RecordedEvent event(String data) {
        return new RecordedEvent(
                "Checkouts",
                0,
                UUID.randomUUID(),
                "CheckoutRequested",
                null,
                JsonText.of(data),
                JsonText.EMPTY_OBJECT,
                null,
                Instant.EPOCH);
    }
}
