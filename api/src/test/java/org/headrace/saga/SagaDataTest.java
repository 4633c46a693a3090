package org.headrace.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SagaDataTest {

    private static final UUID ID = UUID.fromString("0190a5f0-0000-7000-8000-000000000001");

    /** Also decoded by JSON-B. */
    public record Item(String productId, int quantity) {}

    static Stream<Arguments> conversions() {
        return Stream.of(
                Arguments.of("\"x\"", String.class, "x"),
                Arguments.of("12.50", String.class, "12.50"),
                Arguments.of("true", String.class, "true"),
                Arguments.of("99.98", BigDecimal.class, new BigDecimal("99.98")),
                Arguments.of("\"99.98\"", BigDecimal.class, new BigDecimal("99.98")),
                Arguments.of("12345678901234567890", BigInteger.class, new BigInteger("12345678901234567890")),
                Arguments.of("7", Integer.class, 7),
                Arguments.of("7.0", int.class, 7),
                Arguments.of("\"7\"", Integer.class, 7),
                Arguments.of("9007199254740993", Long.class, 9007199254740993L),
                Arguments.of("1e3", Long.class, 1000L),
                Arguments.of("2", Short.class, (short) 2),
                Arguments.of("0.5", Double.class, 0.5),
                Arguments.of("0.5", float.class, 0.5f),
                Arguments.of("true", Boolean.class, true),
                Arguments.of("\"false\"", boolean.class, false),
                Arguments.of("\"" + ID + "\"", UUID.class, ID),
                Arguments.of("\"2026-11-24T05:00:00Z\"", Instant.class, Instant.parse("2026-11-24T05:00:00Z")),
                Arguments.of("\"2026-11-24\"", LocalDate.class, LocalDate.of(2026, 11, 24)),
                Arguments.of("\"05:06:07\"", LocalTime.class, LocalTime.of(5, 6, 7)),
                Arguments.of("\"2026-11-24T05:06:07\"", LocalDateTime.class, LocalDateTime.of(2026, 11, 24, 5, 6, 7)),
                Arguments.of(
                        "\"2026-11-24T05:06:07+02:00\"",
                        OffsetDateTime.class,
                        OffsetDateTime.parse("2026-11-24T05:06:07+02:00")),
                Arguments.of("\"PT5S\"", Duration.class, Duration.ofSeconds(5)),
                Arguments.of("\"MONDAY\"", DayOfWeek.class, DayOfWeek.MONDAY),
                Arguments.of("{\"productId\":\"P\",\"quantity\":2}", Item.class, new Item("P", 2)));
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void values_are_read_as_what_they_are_asked_for(String json, Class<?> type, Object expected) {
        var data = SagaData.parse("{\"k\": " + json + "}");

        assertThat((Object) data.get("k", type)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"abc\" | java.lang.Integer",
                "1.5 | java.lang.Integer",
                "3000000000 | java.lang.Integer",
                "40000 | java.lang.Short",
                "true | java.math.BigDecimal",
                "1 | java.lang.Boolean",
                "\"yes\" | java.lang.Boolean",
                "\"1-1-1-1-1\" | java.util.UUID",
                "\"2026-13-01\" | java.time.LocalDate",
                "\"Monday\" | java.time.DayOfWeek",
                "{} | java.lang.String",
                "[1] | java.lang.Long",
                "\"x\" | org.headrace.saga.SagaDataTest$Item",
            })
    void what_does_not_fit_is_named(String json, Class<?> type) {
        var data = SagaData.parse("{\"amount\": " + json + "}");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> data.get("amount", type))
                .satisfies(e -> assertThat(e.violations().get(0).field()).isEqualTo("amount"))
                .withMessageContaining(type.getSimpleName());
    }

    @Test
    void values_that_were_set_come_back() {
        var data = SagaData.empty();
        List<Object> values = List.of(
                "text \"quoted\" \u00e9\n",
                new BigDecimal("12345678901234567890.10"),
                Long.MAX_VALUE,
                3,
                true,
                ID,
                Instant.parse("2026-11-24T05:00:00Z"),
                Duration.ofMillis(1),
                DayOfWeek.FRIDAY,
                new Item("P", 1));
        for (int i = 0; i < values.size(); i++) {
            data.set("v" + i, values.get(i));
        }

        var read = SagaData.of(data.toJson());

        for (int i = 0; i < values.size(); i++) {
            assertThat((Object) read.get("v" + i, values.get(i).getClass())).isEqualTo(values.get(i));
        }
        assertThat(read).isEqualTo(data);
    }

    @Test
    void maps_and_lists_are_kept_as_json() {
        var data = SagaData.of("m", Map.of("a", 1)).with("l", List.of("x", "y"));

        assertThat(data.get("m", JsonText.class).text()).isEqualTo("{\"a\":1}");
        assertThat(data.get("l", String[].class)).containsExactly("x", "y");
    }

    @Test
    void absent_and_null_are_told_apart_only_by_has() {
        var data = SagaData.parse("{\"n\":null}");

        assertThat(data.find("n", String.class)).isEmpty();
        assertThat(data.find("none", String.class)).isEmpty();
        assertThat(data.has("n")).isTrue();
        assertThat(data.has("none")).isFalse();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> data.get("none", String.class))
                .withMessage("none: is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{\"a\":\"x\\u0000y\"}", "{\"a\":{\"b\":[\"\\u0000\"]}}", "{\"a\\u0000\":1}"})
    void the_character_that_postgresql_cannot_keep_is_refused(String json) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SagaData.parse(json))
                .withMessageContaining("U+0000");
    }

    @Test
    void a_backslash_before_u0000_is_only_text() {
        assertThat(SagaData.parse("{\"a\":\"\\\\u0000\"}").get("a", String.class))
                .isEqualTo("\\u0000");
    }

    @Test
    void only_objects_are_data() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SagaData.parse("[1]"))
                .withMessage("data: must be a JSON object");
    }

    @Test
    void a_copy_changes_on_its_own() {
        var data = SagaData.of("a", 1);
        data.copy().set("a", 2);

        assertThat(data.get("a", Integer.class)).isEqualTo(1);
    }

    @Test
    void keysComeInTheOrderInWhichTheyWereSet() {
        SagaData data = SagaData.parse("{\"z\":1,\"b\":2,\"a\":3}").with("y", 4);

        assertThat(data.keys()).containsExactly("z", "b", "a", "y");
    }
}
