package org.headrace.sample.checkout;

import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;
import org.headrace.sample.orders.CheckOrder;

/** An order, and a card to pay it with. */
final class CheckCheckout {

    private CheckCheckout() {}

    /** @throws InvalidInputException naming each field that is missing or wrong */
    static void check(SagaData checkout) {
        List<Violation> violations = new ArrayList<>(CheckOrder.violations(checkout));
        JsonText token = checkout.find("cardToken", JsonText.class).orElse(JsonText.EMPTY_OBJECT);
        if (token.text().charAt(0) != '"' || !JsonScanner.unquote(token).matches("[A-Za-z0-9_-]{4,100}")) {
            violations.add(new Violation(
                    "cardToken",
                    "must be the gateway's token of a card: 4 to 100 of A-Z a-z 0-9 _ - (no card number)"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }
}
