package org.headrace.web.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.Window;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/** The options of a subscription as members of a JSON object. */
final class OptionMembers {

    private static final String EVENT_TYPES = "eventTypes";
    private static final String KEYS = "keys";
    private static final String WINDOW = "window";
    private static final String ACKNOWLEDGE = "acknowledge";
    private static final List<String> ALL = List.of(EVENT_TYPES, KEYS, WINDOW, ACKNOWLEDGE);

    /** What is sent for each event is compared with each of them. */
    private static final int MOST_NAMES = 100;

    private OptionMembers() {}

    /**
     * Reads them; what is absent or null is as it is without.
     *
     * @param others members that the object may have beside options
     * @throws InvalidInputException naming the member that is wrong or unknown: to pass over one would send what was not
     *     asked for
     */
    static SubscriptionOptions of(JsonMembers object, Set<String> others) {
        var unknown = new TreeSet<>(object.members().keySet());
        unknown.removeAll(ALL);
        unknown.removeAll(others);
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(unknown.first(), "is unknown: there are " + String.join(", ", ALL));
        }
        return new SubscriptionOptions(names(object, EVENT_TYPES), names(object, KEYS), window(object));
    }

    /** For the client. */
    static String fault(InvalidInputException e) {
        Violation first = e.violations().get(0);
        return first.field() + " " + first.message();
    }

    private static Window window(JsonMembers object) {
        boolean byResult = isByResult(object);
        if (object.get(WINDOW) == null) {
            if (byResult) {
                throw new InvalidInputException(
                        ACKNOWLEDGE, "may be \"result\" only with a window: add one, such as \"window\":100");
            }
            return Window.NONE;
        }
        Long events = object.whole(WINDOW);
        if (events == null || events < 1 || events > Window.MOST) {
            throw new InvalidInputException(WINDOW, "must be a whole number from 1 to " + Window.MOST + ", or absent");
        }
        return new Window(events.intValue(), byResult);
    }

    private static boolean isByResult(JsonMembers object) {
        if (object.get(ACKNOWLEDGE) == null) {
            return false;
        }
        String by = object.string(ACKNOWLEDGE);
        if (!"ack".equals(by) && !"result".equals(by)) {
            throw new InvalidInputException(ACKNOWLEDGE, "must be \"ack\" or \"result\", or absent");
        }
        return "result".equals(by);
    }

    private static Set<String> names(JsonMembers object, String member) {
        JsonText value = object.get(member);
        if (value == null) {
            return Set.of();
        }
        List<String> names = value.text().charAt(0) == '[' ? strings(JsonMembers.elements(value)) : null;
        if (names == null || names.isEmpty() || names.size() > MOST_NAMES) {
            throw new InvalidInputException(member, "must be an array of 1 to " + MOST_NAMES + " strings, or absent");
        }
        return Set.copyOf(new TreeSet<>(names));
    }

    /** Null: not all are strings. */
    private static @Nullable List<String> strings(List<JsonText> elements) {
        List<String> strings = new ArrayList<>();
        for (JsonText element : elements) {
            String string = JsonMembers.string(element);
            if (string == null) {
                return null;
            }
            strings.add(string);
        }
        return strings;
    }
}
