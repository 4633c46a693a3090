package org.headrace.web.security;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.input.InvalidInputException;

/**
 * How many logins may fail.
 *
 * @param failures of one name from one address, within the window
 * @param window how long one is kept out at most
 */
record LoginLimits(int failures, Duration window) {

    static final String FAILURES = "headrace.login.max-failures";
    static final String WINDOW = "headrace.login.window";

    private static final int MOST_FAILURES = 1_000_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * As configured.
     *
     * @throws InvalidInputException naming the setting that is illegal
     */
    static LoginLimits configured(Function<String, Optional<String>> configured) {
        return new LoginLimits(
                configured.apply(FAILURES).map(LoginLimits::failures).orElse(10),
                configured.apply(WINDOW).map(LoginLimits::window).orElse(Duration.ofMinutes(5)));
    }

    private static int failures(String text) {
        try {
            int failures = Integer.parseInt(text.strip());
            if (failures >= 1 && failures <= MOST_FAILURES) {
                return failures;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw new InvalidInputException(FAILURES, "must be a number from 1 to " + MOST_FAILURES);
    }

    private static Duration window(String text) {
        try {
            Duration window = Duration.parse(text.strip());
            if (window.compareTo(SHORTEST) >= 0 && window.compareTo(LONGEST) <= 0) {
                return window;
            }
        } catch (DateTimeException notADuration) {
            // refused below
        }
        throw new InvalidInputException(WINDOW, "must be a duration from PT1S to PT1H, such as PT5M");
    }
}
