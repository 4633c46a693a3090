package org.headrace.engine.hub;

import org.headrace.input.InvalidInputException;
import org.headrace.stream.StreamNames;

/**
 * A stream's name, or how names begin and {@code *}.
 *
 * @param text as it was given
 */
record StreamPattern(String text) {

    private static final String ANY = "*";

    /**
     * Reads one.
     *
     * @throws InvalidInputException for {@code streamName}
     */
    static StreamPattern of(String text) {
        int star = text.indexOf(ANY);
        if (star >= 0 && star < text.length() - 1) {
            throw new InvalidInputException(
                    "streamName",
                    "may have one * and only as its last character: orders-* matches all streams whose names begin with"
                            + " orders-");
        }
        try {
            // Whatever follows the prefix, one more character is legal.
            StreamNames.require(star < 0 ? text : text.substring(0, star) + "0");
        } catch (InvalidInputException e) {
            throw new InvalidInputException("streamName", e.violations().get(0).message());
        }
        return new StreamPattern(text);
    }

    static boolean isOne(String text) {
        return text.contains(ANY);
    }

    boolean isOpen() {
        return text.endsWith(ANY);
    }

    /** How the names that it matches begin. */
    String prefix() {
        return isOpen() ? text.substring(0, text.length() - 1) : text;
    }

    boolean matches(String stream) {
        return isOpen() ? stream.startsWith(prefix()) : stream.equals(text);
    }
}
