package org.headrace.sample.orders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;

/** Looks at an order before anything is begun with it, and names everything that is wrong at once. */
public final class CheckOrder {

    private static final int MAX_TEXT = 200;
    private static final int MAX_ADDRESS = 1_000;
    private static final int MAX_ITEMS = 1_000;
    private static final int MAX_QUANTITY = 1_000_000;

    private final List<Violation> violations = new ArrayList<>();

    private CheckOrder() {}

    /** @throws InvalidInputException naming each field that is missing or wrong */
    static void check(SagaData order) {
        List<Violation> violations = violations(order);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    /** Each field that is missing or wrong, in order. */
    public static List<Violation> violations(SagaData order) {
        var check = new CheckOrder();
        check.text(order, "", "orderId", MAX_TEXT);
        check.items(order);
        check.amount(order, "", "amount");
        check.text(order, "", "shippingAddress", MAX_ADDRESS);
        check.flag(order, "simulatePaymentFailure");
        return List.copyOf(check.violations);
    }

    private void items(SagaData order) {
        JsonText items = order.find("items", JsonText.class).orElse(JsonText.EMPTY_OBJECT);
        if (items.text().charAt(0) != '[') {
            violate("items", "must be an array of at least one item");
            return;
        }
        int count = 0;
        var in = new JsonScanner(items.text());
        in.beginArray();
        for (; in.nextElement(); count++) {
            JsonText item = in.value();
            if (count < MAX_ITEMS) {
                item("items[" + count + "]", item);
            }
        }
        if (count == 0 || count > MAX_ITEMS) {
            violate("items", "must be 1 to " + MAX_ITEMS + " items, is " + count);
        }
    }

    private void item(String place, JsonText json) {
        if (!json.isObject()) {
            violate(place, "must be an object with productId, quantity and price");
            return;
        }
        SagaData item = SagaData.of(json);
        text(item, place + ".", "productId", MAX_TEXT);
        if (item.find("productName", JsonText.class).isPresent()) {
            text(item, place + ".", "productName", MAX_TEXT);
        }
        quantity(item, place + ".");
        amount(item, place + ".", "price");
    }

    private void text(SagaData data, String place, String field, int max) {
        JsonText value = data.find(field, JsonText.class).orElse(JsonText.EMPTY_OBJECT);
        boolean isText = value.text().charAt(0) == '"';
        String text = isText ? JsonScanner.unquote(value) : "";
        if (text.isBlank() || text.length() > max) {
            violate(place + field, "must be a string of 1 to " + max + " characters");
        }
    }

    private void quantity(SagaData item, String place) {
        try {
            int quantity = number(item, "quantity").intValueExact();
            if (quantity < 1 || quantity > MAX_QUANTITY) {
                violate(place + "quantity", "must be 1 to " + MAX_QUANTITY + ", is " + quantity);
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            violate(place + "quantity", "must be a whole number from 1 to " + MAX_QUANTITY);
        }
    }

    private void amount(SagaData data, String place, String field) {
        try {
            BigDecimal amount = number(data, field);
            // A few characters may stand for a number of a billion digits.
            if (amount.signum() < 0 || amount.precision() > 15 || Math.abs(amount.scale()) > 9) {
                violate(place + field, "must be 0 or more, of at most 15 digits and 9 decimals");
            }
        } catch (IllegalArgumentException e) {
            violate(place + field, "must be a number, 0 or more");
        }
    }

    /** A JSON number; a string that looks like one is none. */
    private static BigDecimal number(SagaData data, String field) {
        JsonText value = data.get(field, JsonText.class);
        if (value.text().length() > 40) {
            throw new IllegalArgumentException(field);
        }
        return new BigDecimal(value.text());
    }

    private void flag(SagaData order, String field) {
        String value = order.find(field, JsonText.class).map(JsonText::text).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            violate(field, "must be true or false");
        }
    }

    private void violate(String field, String message) {
        violations.add(new Violation(field, message));
    }
}
