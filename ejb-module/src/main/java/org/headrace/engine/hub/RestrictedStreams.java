package org.headrace.engine.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;

/**
 * Streams that some users only may read; all others everybody may.
 *
 * @param rules of those for a stream one must be for the user
 */
record RestrictedStreams(List<Rule> rules) implements StreamAccess {

    static final String SETTING = "headrace.hub.restricted-streams";

    private static final Pattern COMMA = Pattern.compile(",");

    /** A user may read a stream, or all that a pattern matches. */
    record Rule(StreamPattern streams, String principal) {}

    /**
     * As the configuration has them.
     *
     * @param text pairs {@code stream:user}, separated by commas; the user begins after the last colon
     * @throws InvalidInputException naming the setting
     */
    static StreamAccess of(Optional<String> text) {
        List<Rule> rules = new ArrayList<>();
        for (String pair : COMMA.split(text.orElse(""), -1)) {
            if (!pair.isBlank()) {
                rules.add(rule(pair.strip()));
            }
        }
        return rules.isEmpty() ? StreamAccess.OPEN : new RestrictedStreams(List.copyOf(rules));
    }

    private static Rule rule(String pair) {
        int colon = pair.lastIndexOf(':');
        if (colon < 1 || colon == pair.length() - 1) {
            throw new InvalidInputException(SETTING, "must be pairs stream:user separated by commas, has " + pair);
        }
        try {
            return new Rule(StreamPattern.of(pair.substring(0, colon)), pair.substring(colon + 1));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(SETTING, e.violations().get(0).message() + "; has " + pair);
        }
    }

    @Override
    public boolean mayRead(ClientOrigin client, String stream) {
        boolean restricted = false;
        for (Rule rule : rules) {
            if (rule.streams().matches(stream)) {
                if (rule.principal().equals(client.principal())) {
                    return true;
                }
                restricted = true;
            }
        }
        return !restricted;
    }
}
