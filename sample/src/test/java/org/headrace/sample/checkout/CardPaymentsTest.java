package org.headrace.sample.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaProbe.Finding;
import org.headrace.saga.SagaState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of the checkout, over real HTTP. */
class CardPaymentsTest {

    private final String saga = UUID.randomUUID().toString();
    private final String chargeKey = saga + ":ChargeCard:execute";
    private final SagaData data = SagaData.of("orderId", "ORD-1")
            .with("amount", new BigDecimal("99.98"))
            .with("cardToken", "card-4242");
    private final CardPayments cards = new CardPayments();
    private TestGateway gateway;

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    void open() throws IOException {
        gateway = new TestGateway();
        cards.gateway = new PaymentGateway();
        setAddress(gateway.url());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aChargeIsMadeUnderTheStepsKey() throws Exception {
        charge();

        assertThat(gateway.calls()).containsExactly("POST " + chargeKey);
        assertThat(data.get("chargeId", String.class)).startsWith("ch-");
    }

    @Test
    void aChargeThatIsMadeAgainIsTheSameOne() throws Exception {
        charge();
        String first = data.get("chargeId", String.class);
        data.remove("chargeId");
        charge();

        assertThat(gateway.calls()).hasSize(2);
        assertThat(data.get("chargeId", String.class)).isEqualTo(first);
    }

    @Test
    void aDeclinedCardIsNoUseTryingAgain() {
        data.set("cardToken", "card-0002");

        assertThatExceptionOfType(PermanentFailureException.class)
                .isThrownBy(this::charge)
                .withMessage("Payment failed: the card was declined");
        assertThat(data.has("chargeId")).isFalse();
    }

    @Test
    void aChargeThatTheGatewayDoesNotUnderstandIsNoUseTryingAgain() {
        data.set("amount", -1);

        assertThatExceptionOfType(PermanentFailureException.class)
                .isThrownBy(this::charge)
                .withMessageContaining("400")
                .withMessageContaining("must be a number, 0 or more");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408, 429, 302})
    void aGatewayInTroubleIsWorthAnotherTry(int status) throws Exception {
        gateway.answerNext(status, "busy");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::charge)
                .withMessage("The payment gateway answered " + status + ": busy");
        charge();
        assertThat(data.has("chargeId")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"chargeId\":\"ch-1\"}"})
    void anAnswerThatIsNoChargeIsWorthAnotherTry(String body) {
        gateway.answerNext(200, body);

        assertThatExceptionOfType(IOException.class).isThrownBy(this::charge).withMessageContaining("is no charge");
    }

    @Test
    void nobodyThereIsWorthAnotherTry() throws Exception {
        try (var socket = new ServerSocket(0)) {
            setAddress("http://127.0.0.1:" + socket.getLocalPort());
        }
        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::charge);
    }

    @Test
    @Timeout(10)
    void afterAnAnswerThatNeverCameTheProbeKnowsThatItHappened() throws Exception {
        gateway.holdAnswers();
        cards.gateway.timeout = Duration.ofMillis(200);
        assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(this::charge);
        gateway.awaitHeld();
        gateway.letAnswersGo();
        cards.gateway.timeout = Duration.ofSeconds(10);

        assertThat(cards.find(context(SagaState.RUNNING))).isEqualTo(Finding.HAPPENED);
        assertThat(data.get("chargeId", String.class)).startsWith("ch-");
        assertThat(gateway.calls()).containsExactly("POST " + chargeKey, "GET " + chargeKey);
    }

    @Test
    void theProbeTellsOfTheChargeAndOfItsRefund() throws Exception {
        assertThat(cards.find(context(SagaState.RUNNING))).isEqualTo(Finding.NEVER_HAPPENED);
        charge();
        assertThat(cards.find(context(SagaState.RUNNING))).isEqualTo(Finding.HAPPENED);
        assertThat(cards.find(context(SagaState.COMPENSATING))).isEqualTo(Finding.NEVER_HAPPENED);
        refund();
        assertThat(cards.find(context(SagaState.COMPENSATING))).isEqualTo(Finding.HAPPENED);
        assertThat(cards.find(context(SagaState.RUNNING))).isEqualTo(Finding.NEVER_HAPPENED);
    }

    @Test
    void aProbeOfAGatewayInTroubleKnowsNothing() {
        gateway.answerNext(503, "busy");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> cards.find(context(SagaState.RUNNING)));
    }

    @Test
    void aRefundMayBeAskedForAgain() throws Exception {
        charge();
        refund();
        refund();

        assertThat(gateway.calls()).containsExactly("POST " + chargeKey, "DELETE " + chargeKey, "DELETE " + chargeKey);
    }

    @Test
    void aRefundOfNothingKeepsALateChargeOut() throws Exception {
        assertThat(cards.find(context(SagaState.COMPENSATING))).isEqualTo(Finding.NEVER_HAPPENED);
        refund();

        assertThatExceptionOfType(PermanentFailureException.class)
                .isThrownBy(this::charge)
                .withMessageContaining("409");
        assertThat(cards.find(context(SagaState.COMPENSATING))).isEqualTo(Finding.HAPPENED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "ftp://gateway", "http://", "http://a b", "http:///charges"})
    void anAddressThatIsNoneIsNamed(String address) {
        setAddress(address);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(cards::requireGateway)
                .withMessageContaining("headrace.sample.gateway: is " + address + ": set it to");
    }

    private void charge() throws IOException, InterruptedException {
        cards.charge(context(SagaState.RUNNING));
    }

    private void refund() throws IOException, InterruptedException {
        cards.refund(context(SagaState.COMPENSATING));
    }

    private SagaContext context(SagaState state) {
        return new SagaContext(new Saga(saga, "ORD-1", "card-checkout"), state, "ChargeCard", data, 0);
    }

    private void setAddress(String address) {
        cards.gateway.address = () -> Optional.of(address);
    }
}
