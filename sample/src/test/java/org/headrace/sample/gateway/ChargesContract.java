package org.headrace.sample.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.Response.Status;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.sample.gateway.Charge.Order;
import org.headrace.sample.gateway.ChargeCards.Answer;
import org.junit.jupiter.api.Test;

/** What the gateway does with keys, each request in a transaction of its own. */
abstract class ChargesContract {

    private static final Order ORDER = new Order("ORD-1", new BigDecimal("99.98"), "card-4242");

    private final String key = UUID.randomUUID() + ":ChargeCard:execute";

    /** What a request does. */
    interface Request<T> {
        T with(ChargeRepository charges) throws Exception;
    }

    /** Commits; rolls back when the request throws. */
    abstract <T> T inTransaction(Request<T> request) throws Exception;

    @Test
    void aKeyIsChargedOnce() throws Exception {
        Answer first = charge(ORDER);
        Answer again = charge(new Order("ORD-1", new BigDecimal("99.980"), "card-4242"));

        assertThat(first.status()).isEqualTo(Status.CREATED);
        assertThat(again.status()).isEqualTo(Status.OK);
        assertThat(again.charge().orElseThrow().id())
                .isEqualTo(first.charge().orElseThrow().id());
        assertThat(find()).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(Charge.Status.CHARGED));
        assertThat(find())
                .hasValueSatisfying(c -> assertThat(c.order().amount()).isEqualByComparingTo("99.98"));
    }

    @Test
    void aKeyIsChargedOnceByManyAtATime() throws Exception {
        List<Answer> answers = Concurrently.all(8, i -> () -> charge(ORDER));

        assertThat(answers).extracting(Answer::status).containsOnlyOnce(Status.CREATED);
        assertThat(answers)
                .extracting(answer -> answer.charge().orElseThrow().id())
                .containsOnly(find().orElseThrow().id());
    }

    @Test
    void whoeverChargesAKeyThatIsJustBeingChargedWaits() throws Exception {
        try (var other = new Concurrently()) {
            Future<Answer> second = inTransaction(charges -> {
                ChargesOver.cards(charges).charge(key, ORDER);
                Future<Answer> begun = other.start(() -> charge(ORDER));
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> begun.get(300, TimeUnit.MILLISECONDS));
                return begun;
            });
            assertThat(Concurrently.await(second).status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void aKeyThatWasUsedForAnotherChargeIsRefused() throws Exception {
        charge(ORDER);
        for (Order other : List.of(
                new Order("ORD-2", new BigDecimal("99.98"), "card-4242"),
                new Order("ORD-1", new BigDecimal("99.99"), "card-4242"),
                new Order("ORD-1", new BigDecimal("99.98"), "card-4243"))) {
            Answer answer = charge(other);
            assertThat(answer.status()).isEqualTo(Status.CONFLICT);
            assertThat(answer.refusal()).contains(key, "another charge");
        }
        assertThat(find())
                .hasValueSatisfying(c -> assertThat(c.order().isSameAs(ORDER)).isTrue());
    }

    @Test
    void aCardWithoutMoneyIsDeclinedAndLeavesNothing() throws Exception {
        Answer answer = charge(new Order("ORD-1", new BigDecimal("99.98"), "card-0002"));

        assertThat(answer.status()).isEqualTo(Status.PAYMENT_REQUIRED);
        assertThat(answer.charge()).isEmpty();
        assertThat(find()).isEmpty();
    }

    @Test
    void aRefundIsTheSameHoweverOften() throws Exception {
        String id = charge(ORDER).charge().orElseThrow().id();

        assertThat(refund()).isEqualTo(refund());
        assertThat(refund().id()).isEqualTo(id);
        assertThat(refund().status()).isEqualTo(Charge.Status.REFUNDED);
        assertThat(charge(ORDER).status()).isEqualTo(Status.CONFLICT);
        assertThat(find()).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(Charge.Status.REFUNDED));
    }

    @Test
    void aChargeThatComesAfterItsRefundIsRefused() throws Exception {
        assertThat(refund().status()).isEqualTo(Charge.Status.VOIDED);
        assertThat(charge(ORDER).status()).isEqualTo(Status.CONFLICT);
        assertThat(refund().order()).satisfies(o -> assertThat(o.amount()).isZero());
    }

    @Test
    void aRequestThatIsRolledBackHasDoneNothing() throws Exception {
        assertThatThrownBy(() -> inTransaction(charges -> {
                    ChargesOver.cards(charges).charge(key, ORDER);
                    throw new IllegalStateException("after the charge");
                }))
                .hasMessageContaining("after the charge");
        assertThat(find()).isEmpty();
        assertThat(charge(ORDER).status()).isEqualTo(Status.CREATED);
    }

    @Test
    void aTransactionSeesWhatItDid() throws Exception {
        List<Charge.Status> seen = inTransaction(charges -> {
            ChargesOver.cards(charges).charge(key, ORDER);
            Charge before = charges.find(key).orElseThrow();
            charges.refund(key);
            return List.of(before.status(), charges.find(key).orElseThrow().status());
        });
        assertThat(seen).containsExactly(Charge.Status.CHARGED, Charge.Status.REFUNDED);
    }

    private Answer charge(Order order) throws Exception {
        return inTransaction(charges -> ChargesOver.cards(charges).charge(key, order));
    }

    private Charge refund() throws Exception {
        return inTransaction(charges -> ChargesOver.cards(charges).refund(key));
    }

    private Optional<Charge> find() throws Exception {
        return inTransaction(charges -> ChargesOver.cards(charges).find(key));
    }
}
