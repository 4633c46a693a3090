package org.headrace.web.stream;

import java.util.Locale;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** How the members of an event are spelt. What producers wrote into an event is never respelt. */
public enum Naming {
    /** {@code eventType} */
    CAMEL,
    /** {@code EventType}, as clients of .NET systems may expect it */
    PASCAL;

    /**
     * The naming of that name, in any case.
     *
     * @param text null: the other one
     * @throws InvalidInputException for {@code naming}
     */
    public static Naming of(@Nullable String text, Naming otherwise) {
        if (text == null) {
            return otherwise;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "camel" -> CAMEL;
            case "pascal" -> PASCAL;
            default -> throw new InvalidInputException("naming", "must be camel or pascal");
        };
    }

    /** The name that {@link #of} takes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The member as it is spelt. */
    public String spelt(String camel) {
        return this == CAMEL ? camel : camel.substring(0, 1).toUpperCase(Locale.ROOT) + camel.substring(1);
    }

    /** The member as it is spelt, in quotes and with a colon. */
    String member(String camel) {
        return '"' + spelt(camel) + "\":";
    }
}
