package org.headrace.web.projection;

import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.web.request.ActingOperator;

/**
 * How something is to be rebuilt: {@code {"mode":"inPlace"|"beside","autoSwitch":false,"reason":"…"}}.
 *
 * @param autoSwitch only of one beside
 */
record RebuildBody(boolean beside, boolean autoSwitch, Operator operator) {

    private static final String MODE = "mode";
    private static final String AUTO_SWITCH = "autoSwitch";

    /** @throws InvalidInputException naming what cannot be read, or does not fit the mode */
    static RebuildBody read(SecurityContext caller, InputStream body) throws IOException {
        Map<String, Boolean> found = new HashMap<>();
        Operator operator = ActingOperator.of(
                caller,
                body,
                Map.<String, Consumer<JsonText>>of(
                        MODE,
                        value -> found.put(MODE, isBeside(value)),
                        AUTO_SWITCH,
                        value -> found.put(AUTO_SWITCH, bool(AUTO_SWITCH, value))));
        boolean beside = found.getOrDefault(MODE, false);
        boolean autoSwitch = found.getOrDefault(AUTO_SWITCH, false);
        if (autoSwitch && !beside) {
            throw new InvalidInputException(AUTO_SWITCH, "goes with the mode beside only");
        }
        return new RebuildBody(beside, autoSwitch, operator);
    }

    static boolean bool(String name, JsonText value) {
        return switch (value.text()) {
            case "true" -> true;
            case "false", "null" -> false;
            default -> throw new InvalidInputException(name, "must be true or false");
        };
    }

    private static boolean isBeside(JsonText value) {
        String mode = value.text().startsWith("\"") ? JsonScanner.unquote(value) : value.text();
        return switch (mode) {
            case "beside" -> true;
            case "inPlace", "null" -> false;
            default -> throw new InvalidInputException(MODE, "must be inPlace or beside");
        };
    }
}
