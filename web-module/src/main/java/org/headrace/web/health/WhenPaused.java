package org.headrace.web.health;

import org.eclipse.microprofile.config.Config;
import org.headrace.input.InvalidInputException;

/** What a projection that is paused or has failed says of its node: {@code headrace.health.paused-projection}. */
enum WhenPaused {
    /** Nothing: it is shown, and requests go on. The default. */
    UP,
    /** That the node is not ready, and so are all nodes: a projection stands for the whole cluster. */
    DOWN;

    private static final String SETTING = "headrace.health.paused-projection";

    /** @throws InvalidInputException for another value than {@code up} and {@code down} */
    static WhenPaused from(Config config) {
        String value = config.getOptionalValue(SETTING, String.class).orElse("up");
        return switch (value) {
            case "up" -> UP;
            case "down" -> DOWN;
            default -> throw new InvalidInputException(SETTING, "must be up or down, is " + value);
        };
    }
}
