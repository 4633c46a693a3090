package org.headrace.web.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.WhenSlow;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.headrace.engine.hub.Window;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/** The options of a subscription as members of a JSON object. */
final class OptionMembers {

    static final String EVENT_TYPES = "eventTypes";
    static final String KEYS = "keys";
    static final String WHEN_SLOW = "whenSlow";
    static final String MAX_LAG = "maxLag";
    private static final String WINDOW = "window";
    private static final String ACKNOWLEDGE = "acknowledge";
    private static final String OFFSETS = "offsets";
    private static final List<String> ALL =
            List.of(EVENT_TYPES, KEYS, WINDOW, ACKNOWLEDGE, WHEN_SLOW, MAX_LAG, OFFSETS);

    /** What is sent for each event is compared with each of them. */
    private static final int MOST_NAMES = 100;

    private static final int MOST_OFFSETS = 1_000;

    private static final String POLICIES = "must be pace, conflate or disconnect, or absent";
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

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
        return new SubscriptionOptions(
                names(object, EVENT_TYPES), names(object, KEYS), window(object), whenSlow(object), offsets(object));
    }

    private static Map<String, Long> offsets(JsonMembers object) {
        JsonText value = object.get(OFFSETS);
        if (value == null) {
            return Map.of();
        }
        Map<String, Long> offsets = new HashMap<>();
        if (value.text().charAt(0) == '{') {
            JsonMembers.of(value.text()).members().forEach((stream, offset) -> {
                Long whole = JsonMembers.whole(offset);
                offsets.put(stream, whole == null ? -1 : whole);
            });
        }
        if (offsets.isEmpty() || offsets.size() > MOST_OFFSETS || offsets.containsValue(-1L)) {
            throw new InvalidInputException(
                    OFFSETS,
                    "must be an object of 1 to " + MOST_OFFSETS
                            + " streams and the first offset wanted of each, a whole number from 0, or absent");
        }
        return offsets;
    }

    private static WhenSlow whenSlow(JsonMembers object) {
        String policy = object.string(WHEN_SLOW);
        if (policy == null && object.get(WHEN_SLOW) != null) {
            throw new InvalidInputException(WHEN_SLOW, POLICIES);
        }
        JsonText maxLag = object.get(MAX_LAG);
        return whenSlow(policy, maxLag == null ? null : maxLag.text());
    }

    /**
     * What becomes of a slow client.
     *
     * @param policy null: nothing
     * @param maxLag a number; null: the default
     */
    static WhenSlow whenSlow(@Nullable String policy, @Nullable String maxLag) {
        Policy wanted =
                switch (policy == null ? "pace" : policy) {
                    case "pace" -> Policy.PACE;
                    case "conflate" -> Policy.CONFLATE;
                    case "disconnect" -> Policy.DISCONNECT;
                    default -> throw new InvalidInputException(WHEN_SLOW, POLICIES);
                };
        if (maxLag == null) {
            return new WhenSlow(wanted, WhenSlow.DEFAULT_MAX_LAG);
        }
        if (wanted == Policy.PACE) {
            throw new InvalidInputException(MAX_LAG, "is for whenSlow conflate and disconnect: say one of them, too");
        }
        if (!WHOLE.matcher(maxLag).matches()) {
            throw new InvalidInputException(MAX_LAG, "must be a whole number from 1 to 999999999");
        }
        return new WhenSlow(wanted, Long.parseLong(maxLag));
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
        if (names == null) {
            throw new InvalidInputException(member, "must be an array of 1 to " + MOST_NAMES + " strings, or absent");
        }
        return names(member, names);
    }

    /** What an option names; each must be something. */
    static Set<String> names(String option, List<String> names) {
        if (names.isEmpty() || names.size() > MOST_NAMES || names.contains("")) {
            throw new InvalidInputException(
                    option, "must be 1 to " + MOST_NAMES + " strings, none of them empty, or absent");
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
