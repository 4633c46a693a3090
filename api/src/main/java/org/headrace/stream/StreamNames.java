package org.headrace.stream;

import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;

/** Which names a stream may have. */
public final class StreamNames {

    public static final int MAX_LENGTH = 200;

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:@-]{0," + (MAX_LENGTH - 1) + "}");

    private StreamNames() {}

    /**
     * The name itself.
     *
     * @throws InvalidInputException for {@code stream} when the name is illegal
     */
    public static String require(String name) {
        if (!LEGAL.matcher(name).matches()) {
            throw new InvalidInputException(
                    "stream",
                    "must be 1 to " + MAX_LENGTH
                            + " characters of A-Z a-z 0-9 _ . : @ - and start with a letter, a digit or _");
        }
        return name;
    }
}
