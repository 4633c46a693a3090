package org.headrace.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.saga.SagaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckOrderTest {

    private static final String ITEM = "{\"productId\":\"P\",\"quantity\":1,\"price\":1}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"simulatePaymentFailure\":true",
                ",\"simulatePaymentFailure\":false",
                ",\"simulatePaymentFailure\":null",
                ",\"note\":\"more is kept and not looked at\""
            })
    void takesAnOrderAsTheReadmeHasIt(String more) {
        assertThatCode(() -> check("{\"orderId\":\"ORD-001\",\"items\":[{\"productId\":\"PROD-123\",\"productName\":"
                        + "\"Widget\",\"quantity\":2,\"price\":49.99}],\"amount\":99.98,"
                        + "\"shippingAddress\":\"123 Main St, City, ST 12345\"" + more + "}"))
                .doesNotThrowAnyException();
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThat(wrong("{\"orderId\":\" \",\"items\":[{\"productId\":5,\"quantity\":0},7],\"amount\":\"99.98\","
                        + "\"simulatePaymentFailure\":\"yes\"}"))
                .isEqualTo("orderId,items[0].productId,items[0].quantity,items[0].price,items[1],amount,"
                        + "shippingAddress,simulatePaymentFailure");
        assertThat(wrong("{}")).isEqualTo("orderId,items,amount,shippingAddress");
    }

    @ParameterizedTest(name = "{0} is wrong as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    orderId                | ""
                    orderId                | 5
                    orderId                | ["ORD"]
                    shippingAddress        | {}
                    shippingAddress        | "\\t"
                    items                  | []
                    items                  | {}
                    items                  | "none"
                    amount                 | -0.01
                    amount                 | true
                    amount                 | [1]
                    amount                 | 1234567890123456
                    amount                 | 0.0000000001
                    amount                 | 1e1000000000
                    amount                 | 1e99999999999
                    simulatePaymentFailure | 1
                    simulatePaymentFailure | "true"
                    """)
    void namesAFieldOfTheOrder(String field, String value) {
        assertThat(wrong(order(field, value))).isEqualTo(field);
    }

    @ParameterizedTest(name = "{0} of an item is wrong as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    productId   | ""
                    productId   | null
                    productName | 5
                    productName | ""
                    quantity    | null
                    quantity    | 0
                    quantity    | -1
                    quantity    | 1.5
                    quantity    | "2"
                    quantity    | 1000001
                    quantity    | 4294967297
                    quantity    | 1e1000000000
                    quantity    | 1e-1000000000
                    price       | null
                    price       | "1.00"
                    price       | -1
                    """)
    void namesAFieldOfAnItem(String field, String value) {
        String item = "{\"productId\":\"P\",\"quantity\":1,\"price\":1,\"" + field + "\":" + value + "}";
        assertThat(wrong(order("items", "[" + ITEM + "," + item + "]"))).isEqualTo("items[1]." + field);
    }

    @Test
    void boundsHowMuchAnOrderHolds() {
        assertThatCode(() -> check(order("items", items(1_000)))).doesNotThrowAnyException();
        assertThat(wrong(order("items", items(1_001)))).isEqualTo("items");
        assertThat(wrong(order("orderId", "\"" + "x".repeat(201) + "\""))).isEqualTo("orderId");
        assertThat(wrong(order("shippingAddress", "\"" + "x".repeat(1_001) + "\"")))
                .isEqualTo("shippingAddress");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000000", "2.0", "2e2", "20e-1", "0.2e1"})
    void aQuantityThatIsTakenCanBeReadByTheSteps(String quantity) {
        SagaData order = SagaData.parse(
                order("items", "[{\"productId\":\"P\",\"quantity\":" + quantity + ",\"price\":0.000000001}]"));
        CheckOrder.check(order);
        assertThat(order.get("items", OrderItem[].class)).singleElement().satisfies(item -> assertThat(item.quantity())
                .isEqualTo(Double.valueOf(quantity).intValue()));
    }

    private static String order(String field, String value) {
        return "{\"orderId\":\"O\",\"items\":[" + ITEM + "],\"amount\":1,\"shippingAddress\":\"A\",\"" + field + "\":"
                + value + "}";
    }

    private static String items(int count) {
        return IntStream.range(0, count).mapToObj(i -> ITEM).collect(Collectors.joining(",", "[", "]"));
    }

    private static void check(String order) {
        CheckOrder.check(SagaData.parse(order));
    }

    private static String wrong(String order) {
        var found = new StringBuilder();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> check(order))
                .satisfies(e -> found.append(
                        e.violations().stream().map(Violation::field).collect(Collectors.joining(","))));
        return found.toString();
    }
}
