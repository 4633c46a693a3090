package org.headrace.web.request;

import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Numbers that came as text in a query or a header. */
public final class Numbers {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;

    /** Every number of so many digits fits a long. */
    private static final int SAFE_DIGITS = 18;

    private Numbers() {}

    /**
     * How many are wanted: 100 when not told, never more than 1,000.
     *
     * @throws InvalidInputException for {@code limit}
     */
    public static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!isDigits(text) || text.chars().allMatch(c -> c == '0')) {
            throw new InvalidInputException("limit", "must be a number from 1, larger ones count as " + MAX_LIMIT);
        }
        return text.length() > SAFE_DIGITS ? MAX_LIMIT : (int) Math.min(MAX_LIMIT, Long.parseLong(text));
    }

    /**
     * Where to begin: 0 when not told.
     *
     * @throws InvalidInputException for {@code from}
     */
    public static long from(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (text.startsWith("-")) {
            throw new InvalidInputException("from", "must not be negative: offsets begin at 0");
        }
        return offset("from", text);
    }

    /**
     * The sequence of the last one known: 0, which is before the first one, when not told.
     *
     * @throws InvalidInputException for {@code after}
     */
    public static long after(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (!isDigits(text) || text.length() > SAFE_DIGITS) {
            throw new InvalidInputException("after", "must be a sequence, which is a whole number from 0");
        }
        return Long.parseLong(text);
    }

    /**
     * An offset, −1 among them.
     *
     * @throws InvalidInputException for the field
     */
    public static long offset(String field, String text) {
        if (isDigits(text.startsWith("-") ? text.substring(1) : text)) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException tooLong) {
                throw new InvalidInputException(field, "must be an offset, at most " + Long.MAX_VALUE);
            }
        }
        throw new InvalidInputException(field, "must be an offset, which is a whole number");
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
