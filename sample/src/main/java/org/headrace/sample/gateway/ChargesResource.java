package org.headrace.sample.gateway;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.sample.gateway.Charge.Order;
import org.headrace.sample.gateway.ChargeCards.Answer;
import org.jspecify.annotations.Nullable;

/** The gateway's HTTP API. It stands for somebody else's system, which would not know our users: everybody may call it. */
@Path("gateway/charges")
@PermitAll
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ChargesResource {

    private static final int MAX_TEXT = 300;

    @Inject
    ChargeCards cards;

    /** What a client sends. */
    public record NewCharge(@Nullable String orderId, @Nullable BigDecimal amount, @Nullable String cardToken) {}

    /** What a client gets; the status in lower case. */
    @JsonbPropertyOrder({"chargeId", "orderId", "amount", "status"})
    public record ChargeView(String chargeId, String orderId, BigDecimal amount, String status) {

        static ChargeView of(Charge charge) {
            return new ChargeView(
                    charge.id(),
                    charge.order().orderId(),
                    charge.order().amount(),
                    charge.status().name().toLowerCase(Locale.ROOT));
        }
    }

    @POST
    public Response charge(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewCharge wanted) {
        List<Violation> violations = new ArrayList<>();
        String named = required(violations, "Idempotency-Key", key);
        Order order = order(violations, wanted == null ? new NewCharge(null, null, null) : wanted);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        Answer answer = cards.charge(named, order);
        Charge charge = answer.charge().orElseThrow(() -> new ClientErrorException(answer.refusal(), answer.status()));
        return Response.status(answer.status()).entity(ChargeView.of(charge)).build();
    }

    @GET
    @Path("{key}")
    public ChargeView find(@PathParam("key") String key) {
        return cards.find(key)
                .map(ChargeView::of)
                .orElseThrow(() -> new NotFoundException("Nothing was ever charged under " + key));
    }

    /** Refunds; the same answer however often. */
    @DELETE
    @Path("{key}")
    public ChargeView refund(@PathParam("key") String key) {
        return ChargeView.of(cards.refund(key));
    }

    private static Order order(List<Violation> violations, NewCharge wanted) {
        String orderId = required(violations, "orderId", wanted.orderId());
        String cardToken = required(violations, "cardToken", wanted.cardToken());
        BigDecimal amount = wanted.amount() == null ? BigDecimal.valueOf(-1) : wanted.amount();
        if (amount.signum() < 0) {
            violations.add(new Violation("amount", "must be a number, 0 or more"));
        }
        return new Order(orderId, amount, cardToken);
    }

    private static String required(List<Violation> violations, String field, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
            violations.add(new Violation(field, "must be 1 to " + MAX_TEXT + " characters"));
            return "";
        }
        return value;
    }
}
