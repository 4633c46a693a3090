package org.headrace.saga;

import jakarta.json.bind.JsonbException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Converts between the values of {@link SagaData} and Java. */
final class SagaValue {

    private static final JsonText NULL = JsonText.of("null");
    private static final int MAX_SHOWN = 60;

    /** Scalars, from what a JSON number, boolean or string holds. */
    private static final Map<Class<?>, Function<String, Object>> SCALARS = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(BigDecimal.class, BigDecimal::new),
            Map.entry(BigInteger.class, text -> new BigDecimal(text).toBigIntegerExact()),
            Map.entry(Long.class, text -> new BigDecimal(text).longValueExact()),
            Map.entry(Integer.class, text -> new BigDecimal(text).intValueExact()),
            Map.entry(Short.class, text -> new BigDecimal(text).shortValueExact()),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(Boolean.class, SagaValue::toBoolean),
            Map.entry(UUID.class, SagaValue::toUuid),
            Map.entry(Instant.class, Instant::parse),
            Map.entry(LocalDate.class, LocalDate::parse),
            Map.entry(LocalTime.class, LocalTime::parse),
            Map.entry(LocalDateTime.class, LocalDateTime::parse),
            Map.entry(OffsetDateTime.class, OffsetDateTime::parse),
            Map.entry(ZonedDateTime.class, ZonedDateTime::parse),
            Map.entry(Duration.class, Duration::parse));

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            long.class, Long.class,
            int.class, Integer.class,
            short.class, Short.class,
            double.class, Double.class,
            float.class, Float.class,
            boolean.class, Boolean.class);

    private SagaValue() {}

    @SuppressWarnings("unchecked") // a primitive's class cannot cast, and stands for its box
    static <T> T read(String key, JsonText value, Class<T> type) {
        Class<?> wanted = BOXES.getOrDefault(type, type);
        try {
            if (wanted == JsonText.class) {
                return type.cast(value);
            }
            if (wanted.isEnum() && isScalar(value)) {
                return type.cast(constant(wanted, scalar(value)));
            }
            Function<String, Object> conversion = SCALARS.get(wanted);
            if (conversion == null) {
                return value.decode(type);
            }
            if (isScalar(value)) {
                return (T) conversion.apply(scalar(value));
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException | JsonbException e) {
            throw unfit(key, value, wanted);
        }
        throw unfit(key, value, wanted);
    }

    static JsonText write(String key, @Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof JsonText text) {
            return text;
        }
        if (value instanceof SagaData data) {
            return data.toJson();
        }
        if (value instanceof BigDecimal
                || value instanceof BigInteger
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short) {
            return JsonText.validated(value.toString());
        }
        if (value instanceof Enum<?> constant) {
            return quoted(key, constant.name());
        }
        if (value instanceof CharSequence
                || value instanceof UUID
                || value instanceof Temporal
                || value instanceof TemporalAmount) {
            return quoted(key, value.toString());
        }
        try {
            return JsonText.encode(value);
        } catch (JsonbException | IllegalArgumentException e) {
            throw new InvalidInputException(
                    key, "cannot be kept as JSON: " + value.getClass().getName() + ": " + e.getMessage());
        }
    }

    /** Whether an escape stands for U+0000, which {@code jsonb} refuses. */
    static boolean holdsNul(JsonText value) {
        String text = value.text();
        for (int at = text.indexOf("\\u0000"); at >= 0; at = text.indexOf("\\u0000", at + 1)) {
            int backslashes = 0;
            while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
                backslashes++;
            }
            if (backslashes % 2 == 0) {
                return true;
            }
        }
        return false;
    }

    private static JsonText quoted(String key, String text) {
        try {
            return JsonText.of(JsonWriter.quote(new StringBuilder(), text).toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(key, "cannot be kept as JSON: " + e.getMessage());
        }
    }

    private static boolean isScalar(JsonText value) {
        char first = value.text().charAt(0);
        return first != '{' && first != '[';
    }

    private static String scalar(JsonText value) {
        return value.text().charAt(0) == '"' ? JsonScanner.unquote(value) : value.text();
    }

    private static boolean toBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private static UUID toUuid(String text) {
        UUID uuid = UUID.fromString(text);
        // fromString takes groups that are too short
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(text);
        }
        return uuid;
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static InvalidInputException unfit(String key, JsonText value, Class<?> type) {
        String text = value.text();
        String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return new InvalidInputException(key, "is " + shown + ", which is no " + type.getSimpleName());
    }
}
