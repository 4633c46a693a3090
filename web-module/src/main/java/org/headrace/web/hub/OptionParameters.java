package org.headrace.web.hub;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.headrace.engine.hub.SubscriptionOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of a subscription as parameters of a query, by the names that {@link OptionMembers} has for them. One of
 * several values is repeated, for a key may have any character: {@code keys=a&keys=b}.
 */
final class OptionParameters {

    private OptionParameters() {}

    /**
     * Reads them; what is absent is as it is without.
     *
     * @param values those of a parameter; null: it is absent
     * @throws org.headrace.input.InvalidInputException naming the parameter that is wrong
     */
    static SubscriptionOptions of(Function<String, String @Nullable []> values) {
        return new SubscriptionOptions(
                names(values, OptionMembers.EVENT_TYPES),
                names(values, OptionMembers.KEYS),
                OptionMembers.whenSlow(first(values, OptionMembers.WHEN_SLOW), first(values, OptionMembers.MAX_LAG)),
                Map.of());
    }

    private static @Nullable String first(Function<String, String @Nullable []> values, String parameter) {
        String[] given = values.apply(parameter);
        return given == null ? null : given[0];
    }

    private static Set<String> names(Function<String, String @Nullable []> values, String parameter) {
        String[] given = values.apply(parameter);
        return given == null ? Set.of() : OptionMembers.names(parameter, List.of(given));
    }
}
