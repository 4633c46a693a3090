package org.headrace.web.security;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.input.InvalidInputException;

/** Whether callers log in. */
public enum SecurityMode {
    /** They do. The default. */
    SECURE,
    /** They do not, and every caller may do everything: for development, on one machine. */
    OPEN;

    static final String SETTING = "headrace.security";

    /**
     * As configured.
     *
     * @param configured the value of a setting
     * @throws InvalidInputException naming the setting
     */
    public static SecurityMode configured(Function<String, Optional<String>> configured) {
        String text = configured.apply(SETTING).orElse("secure").strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "secure" -> SECURE;
            case "open" -> OPEN;
            default -> throw new InvalidInputException(SETTING, "must be secure or open, is " + text);
        };
    }
}
